// Without a choice the page keeps the dark theme it was served with; "system" follows the computer.
try {
  const theme = localStorage.getItem("firstline.theme");
  if (theme === "dark" || theme === "light") {
    document.documentElement.dataset.theme = theme;
  } else if (theme === "system") {
    delete document.documentElement.dataset.theme;
  }
  document.documentElement.classList.toggle("touch", localStorage.getItem("firstline.touch") === "on");
} catch {
  // A browser that blocks storage still gets a desk; the program itself says that nothing can be kept.
}
