//! What callers' words suggest: types and priorities, denials, and the words that are shown.
#![cfg(not(target_arch = "wasm32"))]

use firstline::protocol::suggest::{Suggestion, suggest};

/// The most types that are suggested.
const MOST: usize = 3;

/// What was said, the type expected first, and its priority.
const CALLS: &[(&str, &str, u8)] = &[
    // Plain reports, one for most types.
    ("Man on the ground by gate 3, no pulse, steward doing CPR", "cardiac", 1),
    ("woman has stopped breathing outside the medical tent", "cardiac", 1),
    ("Kid choking on a hot dog, can't talk", "choking", 1),
    ("SOB, female 70, can't get her breath, row C", "breathing", 1),
    ("Patient is not breathing properly and very wheezy", "breathing", 1),
    ("Male 40s won't wake up in his tent, snoring", "unconscious", 1),
    ("Girl passed out near the stage, now awake and talking", "unconscious", 2),
    ("felt faint in the queue and sat down", "unconscious", 2),
    ("chest pains going down his left arm, sweaty", "chestpain", 1),
    ("Her mouth is drooping on one side and her words are slurred", "stroke", 1),
    ("Known epileptic, seizing for three minutes", "seizure", 1),
    ("Seizure in the food court, it has stopped, he is awake now but drowsy", "seizure", 2),
    ("Ate peanuts and he is allergic, tongue swelling up", "allergic", 1),
    ("bee sting on the arm, itchy, breathing fine", "allergic", 3),
    ("Type 1 diabetic feeling shaky, sugar is low", "diabetic", 2),
    ("Friend took a load of pills and won't tell us what", "overdose", 1),
    ("acting drunk and falling about, no other complaints", "intox", 3),
    ("Guy very drunk, vomiting behind the bar", "intox", 3),
    ("Heat exhaustion, walker at checkpoint 6, dizzy", "heat", 2),
    ("paddler shivering, soaked and cold, lips pale", "cold", 2),
    ("runner collapsed at km 30, talking to us", "runner", 1),
    ("Runner down by the bridge, says he is dizzy", "runner", 2),
    ("un corredor se desmayó en la meta", "runner", 1),
    ("corredora caída en el kilómetro 12", "runner", 1),
    ("runner collapsed at the finish, not breathing", "cardiac", 1),
    ("runner collapsed, clutching his chest", "chestpain", 1),
    ("collapsed runner, hot skin and confused", "heat", 1),
    ("Deep cut to the hand, bleeding a lot", "bleeding", 1),
    ("needs a plaster for a blister", "bleeding", 4),
    ("Old lady slipped on the steps, wrist looks wrong", "fall", 3),
    ("rigger fell from the scaffold", "fall", 1),
    ("twisted her ankle on the dance floor", "injury", 3),
    ("Hit his head on the tent pole, a bit dazed", "injury", 2),
    ("scalded by hot water at the tea stand", "burn", 2),
    ("pepper spray in her eyes", "eye", 3),
    ("electrician got a shock off the distro box", "shock", 1),
    ("32 weeks pregnant with contractions", "birth", 2),
    ("She says she wants to kill herself, sitting behind the toilets", "suicide", 1),
    ("young man hearing voices and very paranoid", "mental", 2),
    ("panic attack in the crowd barrier lane", "mental", 3),
    ("bad stomach cramps since this morning", "abdominal", 3),
    ("dog bit a child on the leg", "bite", 3),
    ("feels unwell, fever and headache", "sick", 3),
    ("Request medical cover for the junior race at 14:00", "standby", 4),
    ("Tent on fire in the blue camp site", "fire", 1),
    ("smell of burning in the sound booth", "smoke", 2),
    ("dry grass burning beside the road, spreading fast", "brush", 1),
    ("car on fire in car park B", "carfire", 2),
    ("bin on fire by the burger van", "trashfire", 3),
    ("Small fire behind the stalls, fire is out, no one hurt", "fireout", 3),
    ("fire alarm sounding in the clubhouse", "firealarm", 2),
    ("CO alarm going off in the caravan, two people with headache", "co", 1),
    ("smells of gas near the pizza van", "gas", 2),
    ("about 40 litres of diesel spilled by the generator", "hazmat", 2),
    ("power lines down over the lane after the wind", "wires", 2),
    ("exposed cable sparking in a puddle", "electrical", 2),
    ("MVA two vehicles at the north entrance, no injuries", "crash", 3),
    ("motorbike and car collided, rider unconscious", "crash", 1),
    ("canoe capsized, two in the lake", "water", 1),
    ("boy pulled from the pool, he was face down", "drowning", 1),
    ("Two hikers overdue on the ridge, fog coming in", "sar", 2),
    ("worker pinned beneath a pallet", "trapped", 1),
    ("four people stuck in the lift at the hotel", "rescue", 2),
    ("marquee has collapsed in the wind, people under it", "collapse", 1),
    ("GSW to the leg, shots fired in the car park", "shooting", 1),
    ("lad stabbed in the back near the arcade", "stabbing", 1),
    ("male with a machete by the cash machine", "weapon", 1),
    ("caller says there is a bomb in the arena", "bomb", 1),
    ("steward was punched by a guest", "assault", 2),
    ("she says she was groped in the mosh pit", "sexassault", 2),
    ("big brawl outside the pub", "fight", 2),
    ("fight with knives at the bus stop", "fight", 1),
    ("boyfriend is hitting his girlfriend in tent 12", "domestic", 2),
    ("someone was mugged for his phone", "robbery", 2),
    ("unattended suitcase in the ticket hall", "suspitem", 2),
    ("suspicious male looking into cars", "suspperson", 3),
    ("guest being abusive to bar staff", "disorder", 3),
    ("needs to be ejected, refused to leave the VIP area", "ejection", 3),
    ("two lads climbing over the fence by gate 9", "trespass", 4),
    ("lots of tents broken into overnight, cash stolen", "theft", 4),
    ("loud music from camp 7 after midnight", "noise", 5),
    ("Crowd surge at the front, people getting crushed", "crowd", 1),
    ("mum can't find her daughter, 5 years old, pink dress", "lostchild", 2),
    ("missing 7 year old, red hat", "lostchild", 2),
    ("husband with dementia wandered off from the picnic area", "missing", 2),
    ("found a small boy crying, looking for his parents", "foundchild", 3),
    ("strong winds expected, gusts of 45", "weather", 2),
    ("fence panel broken along the west side", "barrier", 3),
    ("power is out in the trade area, generator died", "power", 3),
    ("radio not working at checkpoint 4", "comms", 3),
    ("fallen tree across the access track", "road", 3),
    ("horse loose on the show ground", "animal", 4),
    ("lady lost her wallet near the toilets", "lostprop", 4),
    ("set of keys handed in at the info tent", "foundprop", 4),
    ("mayday mayday, crew under attack at the north stage", "mayday", 1),
    ("bus overturned, multiple casualties", "mci", 1),
    ("unk problem, caller hung up", "unknown", 2),
    ("please do a welfare check on tent 40, not seen since yesterday", "welfare", 3),
    ("needs help with a wheelchair over the mud", "assist", 4),
    ("asking when the shuttle runs, just for information", "info", 5),
    ("radio check from the marshals", "test", 5),
    // Misspelt, abbreviated, in Spanish.
    ("unconcious male by the river stage", "unconscious", 1),
    ("havin a siezure", "seizure", 1),
    ("alergic to nuts, face swollen", "allergic", 2),
    ("diabetec and confused", "diabetic", 1),
    ("hart attack i think", "chestpain", 1),
    ("OD in toilet 3", "overdose", 1),
    ("pos LOC after knock to the head", "unconscious", 2),
    ("mi padre no respira", "cardiac", 1),
    ("mujer inconsciente en el baño", "unconscious", 1),
    ("está sangrando mucho", "bleeding", 1),
    ("hay fuego en la cocina", "fire", 1),
    ("un hombre con un arma", "weapon", 1),
    ("no tiene pulso", "cardiac", 1),
    ("le han disparado", "shooting", 1),
    ("le dieron un tiro", "shooting", 1),
    ("herido de bala", "shooting", 1),
    ("hay un tirador", "attacker", 1),
    ("no se mueve", "unconscious", 1),
    ("hemorragia en la pierna", "bleeding", 2),
    ("mi mujer está de parto", "birth", 2),
    // What should be over and is not.
    ("tent is on fire and we can't put it out", "fire", 1),
    ("car on fire, can't put it out", "carfire", 2),
    ("can't put the fire out", "fire", 1),
    ("couldn't put the fire out", "fire", 1),
    ("the fire has not been put out", "fire", 1),
    ("the fire hasn't been extinguished", "fire", 1),
    ("haven't got the fire out", "fire", 1),
    ("we are trying to put the fire out", "fire", 1),
    ("we managed to put the fire out", "fireout", 3),
    ("we don't have the fire under control", "fire", 1),
    ("hasn't stopped bleeding", "bleeding", 2),
    ("has not stopped seizing", "seizure", 1),
    ("has not stopped fitting", "seizure", 1),
    ("never stopped seizing", "seizure", 1),
    ("collapsed and won't come round", "unconscious", 1),
    ("collapsed, can't get him to come round", "unconscious", 1),
    ("was not responding, awake now", "unconscious", 2),
    // A "no" that denies nothing.
    ("no he's got a gun", "weapon", 1),
    ("No hes been stabbed", "stabbing", 1),
    ("he is not dropping the knife", "weapon", 1),
    ("will not let go of the knife", "weapon", 1),
    // Unsure of breathing is treated as not breathing.
    ("I don't think he is breathing", "cardiac", 1),
    ("doesn't look like he's breathing", "cardiac", 1),
    ("not really breathing", "cardiac", 1),
    ("I don't think he is breathing properly", "breathing", 1),
    ("he could not breathe", "breathing", 1),
    ("she is unable to breathe", "breathing", 1),
    // Words that mean something else here.
    ("heat stroke, runner stopped sweating", "heat", 1),
    ("no weapons, two men shouting and arguing", "disorder", 3),
    ("Denies chest pain, shortness of breath or falls. Feels sick.", "sick", 3),
    ("fire engine is blocking the exit", "road", 2),
    ("not a stroke, he is drunk", "intox", 3),
    ("fighting for breath", "breathing", 1),
    ("No drugs. Feels dizzy, history of seizures", "sick", 3),
    ("Weapons: none. Fight between three lads", "fight", 2),
    ("no one hurt but the barn is on fire", "fire", 1),
    ("Elderly woman confused and her speech is slurred since lunch", "stroke", 1),
    ("man had a seizure five minutes ago and is still not awake", "seizure", 1),
    ("kid fell out of a tree, arm bent the wrong way", "injury", 2),
    ("child fell off the climbing wall and broke her arm", "fall", 3),
    ("patient fell, no head injury, no LOC, pain in the wrist", "fall", 3),
    ("denies shortness of breath, chest pain started an hour ago", "chestpain", 2),
    ("Man threatening to kill himself with a knife", "suicide", 1),
    ("waters have gone and she's pushing", "birth", 1),
    ("dad says his 4 yr old lad is gone", "lostchild", 2),
    ("guy took her purse at knifepoint and ran", "robbery", 2),
    ("hissing from the bottle and a stink of gas", "gas", 1),
    ("thick black smoke from the hotel kitchen", "smoke", 2),
    ("car in the river, driver still inside", "water", 1),
    ("queue at gate 1 out of control", "crowd", 2),
    ("bleeding has been stopped, walking wounded", "bleeding", 3),
    ("caller asks where do I park, not urgent", "assist", 4),
];

fn first(text: &str) -> (String, u8) {
    suggest(text).first().map_or((String::new(), 0), |found| (found.code.to_string(), found.priority))
}

fn codes(text: &str) -> Vec<String> {
    suggest(text).iter().map(|found| found.code.to_string()).collect()
}

fn words<'a>(text: &'a str, suggestion: &Suggestion) -> Vec<&'a str> {
    suggestion.matched.iter().map(|range| &text[range.clone()]).collect()
}

#[test]
fn calls_get_the_type_and_priority_a_dispatcher_would_choose() {
    let wrong: Vec<String> = CALLS
        .iter()
        .filter(|(text, code, priority)| first(text) != ((*code).to_owned(), *priority))
        .map(|(text, code, priority)| format!("{text}\n  wanted {code} {priority}, got {:?}", suggest(text)))
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn denied_things_are_not_suggested() {
    for (text, code) in [
        ("no weapons seen", "weapon"),
        ("no sign of any weapon", "weapon"),
        ("without weapons", "weapon"),
        ("w/o weapons", "weapon"),
        ("negative weapons", "weapon"),
        ("neg weapons", "weapon"),
        ("no one has seen a weapon", "weapon"),
        ("runner has not collapsed", "runner"),
        ("weapons: none", "weapon"),
        ("he has not been drinking alcohol", "intox"),
        ("denies chest pain, drugs or alcohol", "intox"),
        ("denies drugs and alcohol", "intox"),
        ("denies chest pain and shortness of breath", "breathing"),
        ("not a heart attack", "chestpain"),
        ("isn't bleeding", "bleeding"),
        ("can't see any smoke", "smoke"),
        ("stroke ruled out", "stroke"),
        ("history of seizures", "seizure"),
        ("no known allergies", "allergic"),
        ("no LOC", "unconscious"),
        ("sin arma", "weapon"),
        ("no hay fuego", "fire"),
    ] {
        assert!(!codes(text).iter().any(|found| found == code), "{text}: {:?}", suggest(text));
    }
}

#[test]
fn a_negation_does_not_reach_into_the_next_statement() {
    for (text, code) in [
        ("no answer at first. Weapon seen", "weapon"),
        ("no, chest pain", "chestpain"),
        ("no pain but bleeding", "bleeding"),
        ("not sure if it is a stroke", "stroke"),
        ("cannot stop the bleeding", "bleeding"),
        ("denies chest pain, bleeding from leg", "bleeding"),
        ("denies chest pain but dizzy or sick", "sick"),
        ("no drugs and bleeding", "bleeding"),
        ("not breathing, bleeding from the head", "bleeding"),
        ("cannot see through the smoke", "smoke"),
        ("no idea, gunshots maybe", "shooting"),
    ] {
        assert!(codes(text).iter().any(|found| found == code), "{text}: {:?}", suggest(text));
    }
}

#[test]
fn negative_words_can_be_the_alarm_itself() {
    for (text, code) in [
        ("not breathing", "cardiac"),
        ("Isn’t breathing", "cardiac"),
        ("no pulse", "cardiac"),
        ("not responding", "unconscious"),
        ("not waking up", "unconscious"),
        ("no power in the camp", "power"),
    ] {
        assert_eq!(first(text).0, code, "{text}");
    }
}

#[test]
fn the_words_are_shown_as_they_were_typed() {
    let text = "Él NO RESPIRA… ¡isn’t breathing!";
    let found = suggest(text);
    assert_eq!(words(text, &found[0]), ["NO RESPIRA", "isn’t breathing"]);

    let text = "Pressure in his chest, and he is grey";
    let found = suggest(text);
    assert_eq!(found[0].code.as_str(), "chestpain");
    assert_eq!(words(text, &found[0]), ["Pressure", "chest", "grey"]);
}

#[test]
fn what_raised_a_priority_is_shown_too() {
    let text = "car crash, driver is unconscious";
    let found = suggest(text);
    assert_eq!((found[0].code.as_str(), found[0].priority), ("crash", 1));
    assert_eq!(words(text, &found[0]), ["car crash", "unconscious"]);
}

#[test]
fn nothing_is_guessed_from_nothing() {
    for text in ["", "  ", "...", "gate 4", "blue jacket, grey trousers", "\u{301}\u{200d}", "日本語"] {
        assert_eq!(suggest(text), [], "{text:?}");
    }
}

#[test]
fn every_prefix_of_a_text_can_be_read() {
    let text = "Señora de 60 años — no está respirando, “chest pain” before; can’t wake… 🚑 unk meds";
    for (end, _) in text.char_indices() {
        for suggestion in suggest(&text[..end]) {
            assert!(suggestion.matched.iter().all(|range| text.get(range.clone()).is_some()));
            assert!(suggestion.matched.windows(2).all(|pair| pair[0].end <= pair[1].start));
            assert!(!suggestion.matched.is_empty());
        }
    }
}

#[test]
fn long_texts_are_read_to_the_end_and_endless_ones_are_not() {
    let mut text = "a ".repeat(980);
    text.push_str("chest pain");
    assert_eq!(first(&text).0, "chestpain");
    assert!(suggest(&"fire ".repeat(50_000)).len() <= MOST);
}

#[test]
fn a_slip_of_the_pen_is_forgiven_in_long_words() {
    for (text, code) in [
        ("he is unconscous", "unconscious"),
        ("woman with a siezure", "seizure"),
        ("they are fihgting by the bar", "fight"),
        ("an explotion behind the stage", "explosion"),
    ] {
        assert_eq!(first(text).0, code, "{text}");
    }
}

/// "Walking" was once taken for "waking" and a lightning strike for a stroke: real words are not mended into others.
#[test]
fn a_word_that_is_spelled_as_it_is_meant_stays() {
    for (text, code) in [
        ("lightning strike on the hill", "stroke"),
        ("he is cooking at the stall", "choking"),
        ("shouting by the gate", "shooting"),
        ("she stubbed her toe", "stabbing"),
        ("two lads walking and waiting for a taxi", "unconscious"),
        ("a strange noise", "assault"),
    ] {
        assert!(!codes(text).iter().any(|found| found == code), "{text}: {:?}", suggest(text));
    }
}
