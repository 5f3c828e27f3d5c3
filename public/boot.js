// Loads the program that the script tag names, or says in #boot why it could not.
// The program removes #boot when it is on screen.

const script = document.querySelector("script[data-js][data-wasm]");

await open();

async function open() {
  if (typeof WebAssembly !== "object") {
    tell(
      "This browser cannot run Firstline, because WebAssembly is missing or turned off.",
      "Open this page in a current Firefox, Chrome, Edge or Safari, or ask whoever manages this computer to allow WebAssembly here.",
    );
    return;
  }

  let init, program;
  try {
    ({ default: init } = await import(address(script.dataset.js)));
    program = await fetch(address(script.dataset.wasm));
    // Without this a "not found" page would be compiled as if it were the program.
    if (!program.ok) throw new Error(`${program.url} answered ${program.status}`);
  } catch (error) {
    tell(
      "Firstline could not be opened, because a part of the program did not arrive.",
      "Check the connection and reload this page. If it happens again, the program's files are incomplete where they are served: tell whoever set it up. Records on this computer are untouched.",
      error,
    );
    return;
  }

  try {
    await init({ module_or_path: program });
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) {
      tell(
        "Firstline could not be opened, because the program arrived damaged or this browser is too old for it.",
        "Reload this page. If it happens again, update the browser or use another one. Records on this computer are untouched.",
        error,
      );
    } else {
      tell(
        "Firstline stopped while it was opening.",
        "Reload this page. What was recorded on this computer is kept. If it happens again, pass on the line below.",
        error,
      );
    }
  }
}

// A page may be served from any folder, so addresses are taken from the page and not from this file.
function address(relative) {
  return new URL(relative, document.baseURI).href;
}

function tell(what, remedy, error) {
  if (error !== undefined) console.error(error);
  const boot = document.getElementById("boot");
  // The program is on screen already and speaks for itself.
  if (boot === null) return;
  const lines = [what, remedy];
  if (error !== undefined) lines.push(String(error));
  boot.setAttribute("role", "alert");
  boot.replaceChildren(
    ...lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }),
  );
}
