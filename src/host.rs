//! The browser as the program's world: opens the log, keeps the seat, carries effects out and brings answers back.

mod later;

use firstline::app::desk::Desk;
use firstline::app::drafts::Stored;
use firstline::app::health::Trouble;
use firstline::app::launcher::{
    Answer, Boot, Directory, Made, NewOperation, Opened, Port, SHIPPED_CARDS, first_rows, now, practice_rows,
};
use firstline::app::part::Missing;
use firstline::app::trouble::file_fault;
use firstline::app::world::{Picture, World, file_name};
use firstline::board::address::{self, Address};
use firstline::board::hall::Listed;
use firstline::board::hall::Seat;
use firstline::browser::channel::Channel;
use firstline::browser::database::{self, Fault, Log, Lost};
use firstline::browser::{clock, directory, files, locks, page, random, shipped, sound, storage};
use firstline::domain::ids::{OperationId, WindowId};
use firstline::domain::moment::{LocalTime, Moment};
use firstline::domain::setup::{Profile, Tone};
use firstline::log::{file, snapshot};
use firstline::tabs::hint::Hint;
use firstline::ui::frame::App;
use firstline::words::{Msg, say, t};
use gloo::timers::callback::Interval;
use leptos::prelude::*;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Milliseconds between two looks for drafts to keep: the text is never further behind the fingers.
const DRAFTS_EVERY: u32 = 100;
/// The slow timer that finds what no message announced.
const CATCH_UP_EVERY: u32 = 5_000;
/// Below this many free bytes the desk speaks up.
const LOW_SPACE: f64 = 50_000_000.0;

pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let what = panic.to_string();
        web_sys::console::error_1(&what.as_str().into());
        page::show_crash(&say(Msg::Crashed, &[&what]));
    }));
    let address = address::read(&page::hash());
    let boot = RwSignal::new(Boot::Launcher(address.operation));
    let hall = Rc::new(Hall { boot });
    let port = Port::new(Rc::clone(&hall) as Rc<dyn Directory>);
    page::end_boot_screen();
    if address.operation.is_some() && !address.position.is_empty() {
        hall.open(address);
    }
    leptos::mount::mount_to_body(move || view! { <App boot port/> });
    // While somebody reads the launcher the rest arrives; a failure is said by whoever needs it.
    spawn_local(async { later::fetch().await.ok().unwrap_or_default() });
}

/// What a task came to, once the part of the program that it needs is here.
async fn done<T>(task: Result<later::Task<T>, Missing>) -> Result<T, String> {
    task?.await
}

/// The launcher's world.
struct Hall {
    boot: RwSignal<Boot>,
}

/// An operation that is about to be stored.
struct Begun {
    name: String,
    profile: Profile,
    rows: Vec<String>,
    blobs: Vec<file::Blob>,
    without_cards: bool,
}

impl Hall {
    async fn create_operation(new: NewOperation) -> Result<Made, String> {
        let cards = shipped_cards().await.unwrap_or_default();
        let at = clock::now();
        let now = now(at, clock::offset_minutes(&new.zone, at), random::bytes());
        let (rows, with) = first_rows(&new, now, "", &cards).map_err(|refusal| {
            let state = firstline::domain::state::State::default();
            firstline::board::speech::refusal(&refusal, &state, firstline::board::speech::Clock(0))
        })?;
        let name = new.name.trim().to_owned();
        Begun { name, profile: new.profile, rows, blobs: Vec::new(), without_cards: !with }.keep().await
    }

    async fn create_practice(zone: String) -> Result<Made, String> {
        let cards = shipped_cards().await.unwrap_or_default();
        let at = clock::now();
        let mut chance = [0; 10];
        chance.copy_from_slice(&random::bytes()[..10]);
        let now = now(at, clock::offset_minutes(&zone, at), random::bytes());
        let (rows, with) = practice_rows(&now, &zone, chance, &cards)?;
        let name = "Harbor Marathon".to_owned();
        Begun { name, profile: Profile::Practice, rows, blobs: Vec::new(), without_cards: !with }.keep().await
    }

    /// A whole file, or nothing of it.
    async fn take_over(text: String) -> Result<Made, String> {
        let contents = file::read(&text).map_err(|fault| file_fault(&fault))?;
        let profile = firstline::app::launcher::profile_of(&contents);
        let file::Contents { name, rows, blobs, .. } = contents;
        Begun { name, profile, rows, blobs, without_cards: false }.keep().await
    }
}

impl Begun {
    async fn keep(self) -> Result<Made, String> {
        let Self { name, profile, rows, blobs, without_cards } = self;
        let id = fresh_operation();
        let now = clock::now().0;
        let bytes = rows.iter().map(|row| row.len() as u64 + 1).sum();
        let listed = Listed { id, name, profile, created: now, last_used: now, rows: rows.len() as u64, bytes };
        directory::create(&listed, rows, &blobs).await.map_err(told)?;
        Ok(Made { id, without_cards })
    }
}

/// The guide cards that lie beside the page: all of their files, or why there are none.
async fn shipped_cards() -> Result<Vec<String>, String> {
    let mut files = Vec::new();
    for path in SHIPPED_CARDS {
        files.push(shipped::text(path).await?);
    }
    Ok(files)
}

fn fresh_operation() -> OperationId {
    let mut ten = [0; 10];
    ten.copy_from_slice(&random::bytes()[..10]);
    OperationId(firstline::domain::ids::FreshIds::new(clock::now().0, ten).fresh())
}

impl Directory for Hall {
    fn list(&self, answer: Box<dyn FnOnce(Result<Vec<Listed>, String>)>) {
        spawn_local(async move { answer(directory::list().await.map_err(told)) });
    }

    fn create(&self, new: NewOperation, answer: Answer) {
        spawn_local(async move { answer(done(later::create(Box::new(new)).await).await) });
    }

    fn practice(&self, zone: String, answer: Answer) {
        spawn_local(async move { answer(done(later::practice(zone).await).await) });
    }

    fn import(&self, text: String, answer: Answer) {
        spawn_local(async move { answer(done(later::import(text).await).await) });
    }

    fn delete(&self, id: OperationId, answer: Box<dyn FnOnce(Result<(), String>)>) {
        spawn_local(async move { answer(directory::delete(id).await.map_err(told)) });
    }

    fn export(&self, id: OperationId, answer: Box<dyn FnOnce(Result<(), String>)>) {
        spawn_local(async move { answer(done(later::export(Box::new(id)).await).await) });
    }

    fn open(&self, address: Address) {
        let Some(id) = address.operation else { return };
        let boot = self.boot;
        boot.set(Boot::Opening);
        page::set_hash(&address::write(&address));
        spawn_local(async move {
            let opened = done(later::open(Box::new(id), Box::new(address)).await).await;
            boot.set(match opened {
                Ok(opened) => Boot::Ready(opened),
                Err(why) => Boot::Failed(why),
            });
        });
    }

    fn open_window(&self, address: &Address) -> bool {
        page::open_window(&address::write(address))
    }

    fn seats(&self, answer: Box<dyn FnOnce(Vec<Seat>)>) {
        spawn_local(async move { answer(locks::seats().await) });
    }

    fn zones(&self) -> Vec<String> {
        clock::zones()
    }

    fn knows_zone(&self, zone: &str) -> bool {
        clock::knows(zone)
    }

    fn own_zone(&self) -> String {
        clock::own_zone()
    }

    fn now(&self) -> Moment {
        clock::now()
    }

    fn offset_minutes(&self, zone: &str, at: Moment) -> i32 {
        clock::offset_minutes(zone, at)
    }
}

/// The whole operation as one file: the rows byte for byte, then the blobs.
async fn export(id: OperationId) -> Result<(), String> {
    let log = Log::open(&database::name_of(&id.to_string()), |_| ()).await.map_err(told)?;
    let read = async { Ok((log.rows_after(0).await?, log.blobs().await?)) }.await;
    log.close();
    let (rows, blobs) = read.map_err(told)?;
    let rows: Vec<String> = rows.into_iter().map(|(_, row)| row).collect();
    let listed = directory::list().await.unwrap_or_default();
    let name = listed.into_iter().find(|one| one.id == id).map_or_else(|| "operation".into(), |one| one.name);
    let at = clock::now();
    let date = LocalTime { moment: at, offset_minutes: clock::offset_minutes(&clock::own_zone(), at) }.date();
    let text = file::write(&name, &rows, &blobs);
    let handed = files::download(&file_name(&name, &date, "firstline.jsonl"), "application/jsonl", &text);
    handed.ok_or_else(|| t(Msg::DownloadFailed).to_owned())
}

/// Why the store did not do what was asked, for the person at the desk.
fn told(fault: Fault) -> String {
    match fault {
        Fault::Taken => t(Msg::StoreTaken).to_owned(),
        Fault::Elsewhere { decided, ends } => say(Msg::StoreElsewhere, &[&decided.to_string(), &ends.to_string()]),
        Fault::Gone(row) => say(Msg::StoreGone, &[&row.to_string()]),
        Fault::Browser(why) => why,
    }
}

/// The world of one window on one operation.
struct Page {
    operation: OperationId,
    /// Rows that the directory counted when the operation was last opened.
    listed: u64,
    log: Rc<Log>,
    channel: OnceCell<Channel>,
    desk: OnceCell<Desk>,
    seat: RefCell<String>,
}

async fn open(id: OperationId, address: Address) -> Result<Opened, String> {
    let name = database::name_of(&id.to_string());
    let known = directory::list().await.map_err(told)?;
    let Some(listed) = known.into_iter().find(|one| one.id == id) else {
        return Err(t(Msg::NoSuchOperation).to_owned());
    };
    let slot: Rc<OnceCell<Desk>> = Rc::default();
    let lost_to = Rc::clone(&slot);
    let log = Log::open(&name, move |lost| {
        if let Some(desk) = lost_to.get() {
            desk.trouble(match lost {
                Lost::VersionChange => Trouble::Outdated,
                Lost::Closed => Trouble::StorageLost,
            });
        }
    })
    .await
    .map_err(told)?;
    let log = Rc::new(log);
    // The doorbell first, the reading second: what is written in between rings.
    let page = Rc::new(Page {
        operation: id,
        listed: listed.rows,
        log: Rc::clone(&log),
        channel: OnceCell::new(),
        desk: OnceCell::new(),
        seat: RefCell::new(String::new()),
    });
    let heard_by = Rc::clone(&slot);
    let channel = Channel::join(&id.to_string(), move |hint| {
        if let Some(desk) = heard_by.get() {
            desk.heard(hint);
        }
    });
    if let Some(channel) = channel {
        page.channel.set(channel).ok();
    }
    let stored = sit_down(&page, &address).await;
    let window = u32::from_le_bytes([random::bytes()[0], random::bytes()[1], random::bytes()[2], random::bytes()[3]]);
    let snapshot = log.snapshot().await.and_then(|bytes| snapshot::decode(&bytes));
    let desk = Desk::new(id, Rc::clone(&page) as Rc<dyn World>, WindowId(window), address.clone(), stored);
    slot.set(desk).ok();
    page.desk.set(desk).ok();
    desk.start(snapshot);
    // The screens start with everything folded, so that nobody sees a desk that is still filling.
    firstline::app::desk::live(desk).await;
    let through = desk.read(|state| state.through);
    if through == 0 && 0 < listed.rows {
        return Err(t(Msg::LogGone).to_owned());
    }
    if through < listed.rows {
        desk.trouble(Trouble::NotReadable(t(Msg::RowsMissing).to_owned()));
    }
    keep_going(&page, desk);
    spawn_local(async move {
        // The launcher shows how long the log is; only what it has not counted yet is looked at.
        let new = log.rows_after(listed.rows).await.unwrap_or_default();
        let bytes = listed.bytes + new.iter().map(|(_, row)| row.len() as u64 + 1).sum::<u64>();
        let rows = listed.rows + new.len() as u64;
        directory::put(&Listed { last_used: clock::now().0, rows, bytes, ..listed }).await.ok();
    });
    Ok(Opened { desk, view: firstline::ui::frame::window_view })
}

/// Takes a seat and the drafts that belong to it. One window after the other: two that a browser restores at once would
/// both find the text that a crash left behind, and one text would be on both screens and the other on none.
async fn sit_down(page: &Rc<Page>, address: &Address) -> Stored {
    let taken: Rc<RefCell<Stored>> = Rc::default();
    let (own, page, address) = (Rc::clone(&taken), Rc::clone(page), address.clone());
    locks::in_turn(&format!("firstline-drafts:{}", page.operation), async move || {
        let (seat, stored) = take_drafts(&page.log, &address.position).await;
        *page.seat.borrow_mut() = seat;
        page.take_seat(&address.position, &address.operator);
        *own.borrow_mut() = stored;
    })
    .await;
    taken.take()
}

/// Finds what this seat had typed; failing that, what a window of this position left behind when it died.
async fn take_drafts(log: &Log, position: &str) -> (String, Stored) {
    let fresh =
        WindowId(u32::from_le_bytes([random::bytes()[0], random::bytes()[1], random::bytes()[2], random::bytes()[3]]));
    let mut seat = page::seat_name(&format!("{:08x}", fresh.0));
    let taken: Vec<String> = locks::seats().await.into_iter().map(|seat| seat.seat).collect();
    if taken.contains(&seat) {
        // A duplicated tab carries its twin's name.
        seat = format!("{:08x}", fresh.0);
        page::set_seat_name(&seat);
    }
    let drafts = log.drafts().await.unwrap_or_default();
    let read = |text: &str| serde_json::from_str::<Stored>(text).ok();
    if let Some(own) = drafts.iter().find(|(key, _)| *key == seat).and_then(|(_, text)| read(text)) {
        return (seat, own);
    }
    let orphans =
        drafts.iter().filter(|(key, _)| !taken.contains(key)).filter_map(|(key, text)| Some((key, read(text)?)));
    let latest = orphans.filter(|(_, stored)| stored.position == position).max_by_key(|(_, stored)| stored.saved);
    match latest {
        Some((key, stored)) => {
            log.put_draft(&seat, &serde_json::to_string(&stored).unwrap_or_default()).await.ok();
            log.delete_draft(key).await.ok();
            (seat, stored)
        }
        None => (seat, Stored::default()),
    }
}

/// Everything that goes on by itself for as long as the page lives.
fn keep_going(page: &Rc<Page>, desk: Desk) {
    page::on_freeze(move |frozen| desk.freeze(frozen));
    page::on_wake(move || desk.wake());
    page::on_leave(move || desk.flush_drafts());
    page::keep_place();
    page::on_hash(move |hash| desk.follow_address(address::read(&hash)));
    Interval::new(1_000, move || desk.tick()).forget();
    Interval::new(DRAFTS_EVERY, move || desk.flush_drafts()).forget();
    let watch = Rc::clone(page);
    look_around(&watch, desk);
    Interval::new(CATCH_UP_EVERY, move || {
        desk.wake();
        desk.snapshot_if_idle();
        look_around(&watch, desk);
    })
    .forget();
    page::on_touch(move || desk.touched());
    spawn_local(async move {
        let kept = storage::persist().await;
        desk.signals().health.update(|health| health.persistent = kept);
    });
}

/// Who else is here, and how much room is left.
fn look_around(page: &Rc<Page>, desk: Desk) {
    let operation = page.operation.to_string();
    spawn_local(async move {
        let seats: Vec<Seat> = locks::seats().await.into_iter().filter(|seat| seat.operation == operation).collect();
        let windows = seats.len().max(1);
        if desk.signals().health.with_untracked(|health| health.windows != windows) {
            desk.signals().health.update(|health| health.windows = windows);
        }
        if desk.signals().seats.with_untracked(|shown| *shown != seats) {
            desk.signals().seats.set(seats);
        }
        if let Some(estimate) = storage::estimate().await {
            let free = estimate.quota - estimate.used;
            if free < LOW_SPACE {
                desk.trouble(Trouble::NearlyFull { free_bytes: free });
            } else {
                desk.end_trouble(|trouble| matches!(trouble, Trouble::NearlyFull { .. }));
            }
        }
        desk.check_clock();
    });
}

impl Page {
    fn with_desk(&self, run: impl FnOnce(Desk)) {
        if let Some(desk) = self.desk.get() {
            run(*desk);
        }
    }
}

impl World for Page {
    fn now(&self) -> Moment {
        clock::now()
    }

    fn offset_minutes(&self, zone: &str, at: Moment) -> i32 {
        clock::offset_minutes(zone, at)
    }

    fn chance(&self) -> [u8; 16] {
        random::bytes()
    }

    fn read(&self, after: u64) {
        let (log, desk) = (Rc::clone(&self.log), self.desk.get().copied());
        // The first reading is a long one, and the directory knows about how long.
        let known = desk.filter(|desk| !desk.is_live()).map(|_| self.listed);
        spawn_local(async move {
            let Some(desk) = desk else { return };
            let rows = match known {
                Some(expected) => log.rows_in_parts(after, expected, |rows| desk.part(rows)).await,
                None => log.rows_after(after).await,
            };
            match rows {
                Ok(rows) => desk.rows(rows),
                Err(why) => desk.read_failed(told(why)),
            }
        });
    }

    fn begin(&self, after: u64) {
        let log = Rc::clone(&self.log);
        let Some(desk) = self.desk.get().copied() else { return };
        spawn_local(async move {
            let outcome = log.transact_early(after, desk.forecast(after), |missed| desk.opened(missed)).await;
            match outcome {
                Ok(true) => desk.committed(),
                Ok(false) => {}
                Err(why) => {
                    let why = told(why);
                    // Where the reason is a full disk, the number says more than the browser's words.
                    let room = storage::estimate().await.map(|room| room.quota - room.used);
                    let why = match room {
                        Some(free) if free < LOW_SPACE => {
                            say(Msg::WithFreeSpace, &[&why, &format!("{:.0}", free / 1_000_000.0)])
                        }
                        _ => why,
                    };
                    desk.failed(why);
                }
            }
        });
    }

    fn post(&self, hint: Hint) {
        if let Some(channel) = self.channel.get() {
            channel.post(hint);
        }
    }

    fn save_drafts(&self, text: String) {
        let (log, seat) = (Rc::clone(&self.log), self.seat.borrow().clone());
        let desk = self.desk.get().copied();
        spawn_local(async move {
            let Some(desk) = desk else { return };
            match log.put_draft(&seat, &text).await {
                Ok(()) => desk.end_trouble(|trouble| matches!(trouble, Trouble::DraftNotSaved(_))),
                Err(why) => {
                    desk.drafts().not_kept();
                    desk.trouble(Trouble::DraftNotSaved(told(why)));
                }
            }
        });
    }

    fn save_snapshot(&self, _through: u64, bytes: Vec<u8>) {
        let log = Rc::clone(&self.log);
        let name = format!("firstline-snapshot:{}", self.operation);
        spawn_local(async move {
            locks::if_free(&name, async move || {
                // A cache that could not be written costs time at the next start and nothing else.
                log.put_snapshot(&bytes).await.ok();
            })
            .await;
        });
    }

    fn take_seat(&self, position: &str, operator: &str) {
        locks::take(&Seat {
            seat: self.seat.borrow().clone(),
            operation: self.operation.to_string(),
            position: position.to_owned(),
            operator: operator.to_owned(),
        });
    }

    fn download(&self, name: &str, media_type: &str, text: String) {
        if files::download(name, media_type, &text).is_none() {
            self.with_desk(|desk| desk.trouble(Trouble::NotReadable(t(Msg::DownloadFailed).to_owned())));
        }
    }

    fn copy(&self, text: &str, answer: Box<dyn FnOnce(bool)>) {
        let text = text.to_owned();
        spawn_local(async move { answer(files::copy(&text).await) });
    }

    fn keep_picture(&self, picture: Picture, answer: Box<dyn FnOnce(Result<String, String>)>) {
        let log = Rc::clone(&self.log);
        spawn_local(async move {
            let Picture { hash, media, base64 } = picture;
            let blob = file::Blob { hash: hash.clone(), media_type: media, data: base64 };
            answer(log.put_blob(&blob).await.map(|()| hash).map_err(told));
        });
    }

    fn picture(&self, hash: &str, answer: Box<dyn FnOnce(Option<String>)>) {
        let (log, hash) = (Rc::clone(&self.log), hash.to_owned());
        spawn_local(async move {
            let blob = log.blob(&hash).await;
            answer(blob.map(|blob| format!("data:{};base64,{}", blob.media_type, blob.data)));
        });
    }

    fn open_panel(&self, panel: &str, hash: &str) -> bool {
        page::open_panel(panel, &self.operation.to_string(), hash)
    }

    fn knows_zone(&self, zone: &str) -> bool {
        clock::knows(zone)
    }

    fn set_hash(&self, hash: &str) {
        page::set_hash(hash);
    }

    fn sound(&self, tone: Tone) {
        sound::play(tone);
    }

    fn export(&self, operation: OperationId) {
        let desk = self.desk.get().copied();
        spawn_local(async move {
            if let (Err(why), Some(desk)) = (export(operation).await, desk) {
                desk.trouble(Trouble::NotReadable(why));
            }
        });
    }

    fn shipped_cards(&self, answer: Box<dyn FnOnce(Result<Vec<String>, String>)>) {
        spawn_local(async move { answer(shipped_cards().await) });
    }

    fn beat(&self) {
        sound::beat();
    }

    fn reload(&self) {
        self.with_desk(|desk| desk.flush_drafts());
        page::reload();
    }
}
