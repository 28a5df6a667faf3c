//! What a queue says when its files are not what they were, and when the disk does not let it.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;
use std::{env, iter};

use reactive_streams_spill::{Durability, SpillError, SpillQueue};
use redb::{Database, TableDefinition};
use rstest::rstest;
use support::{Consumer, all, in_process, options};

type Element = (u64, Vec<u8>);

fn element(number: u64) -> Element {
    (number, number.to_le_bytes().repeat(12))
}

const COUNT: u64 = 3000;

/// A queue that was closed as it should be.
fn filled(path: &Path) {
    let queue = in_process::<Element>(path);
    for first in (0..COUNT).step_by(100) {
        queue.push_all((first..first + 100).map(element).collect()).unwrap();
    }
}

fn open<T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static>(
    path: &Path,
) -> Result<SpillQueue<T>, SpillError> {
    SpillQueue::open(path, options(64 << 20).durability(Durability::Process))
}

/// All that can be read, or what is wrong.
fn read(path: &Path) -> Result<Vec<Element>, SpillError> {
    let queue = open::<Element>(path)?;
    let consumer = Consumer::of(&queue);
    let elements = consumer.request(u64::MAX).iter().map(|it| it.element().clone()).collect();
    consumer.error().map_or(Ok(elements), Err)
}

/// The file of the store, in a copy of a directory.
fn copy(from: &Path, to: &Path) -> std::path::PathBuf {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
    to.join("elements.redb")
}

/// Where bytes of the file are that are not zero, spread over all of it.
fn positions(file: &Path, count: usize) -> Vec<u64> {
    let mut bytes = Vec::new();
    fs::File::open(file).unwrap().read_to_end(&mut bytes).unwrap();
    let used: Vec<_> = (0..bytes.len()).filter(|at| bytes[*at] != 0).collect();
    let step = used.len() / count;
    // Not by the same distance, for what is in a page is where it is in the next one.
    used.into_iter()
        .step_by(step)
        .zip((0..).map(|n| n * 37 % 64))
        .map(|(at, by)| (at + by) as u64)
        .collect()
}

#[test]
fn a_flipped_byte_is_never_taken_for_an_element() {
    let directory = tempfile::tempdir().unwrap();
    let sound = directory.path().join("sound");
    filled(&sound);
    let expected: Vec<_> = (0..COUNT).map(element).collect();
    assert_eq!(read(&sound).unwrap(), expected);
    let mut refused = 0;
    let positions = positions(&sound.join("elements.redb"), 60);
    for at in &positions {
        let damaged = directory.path().join(format!("flipped at {at}"));
        let mut file =
            OpenOptions::new().read(true).write(true).open(copy(&sound, &damaged)).unwrap();
        let mut byte = [0];
        file.seek(SeekFrom::Start(*at)).unwrap();
        file.read_exact(&mut byte).unwrap();
        file.seek(SeekFrom::Start(*at)).unwrap();
        file.write_all(&[byte[0] ^ 0x10]).unwrap();
        match read(&damaged) {
            Ok(elements) => assert!(elements == expected, "at {at} it is not noticed"),
            Err(SpillError::Corrupt { .. } | SpillError::Lost { .. }) => refused += 1,
            Err(error) => panic!("at {at}: {error}"),
        }
    }
    assert!(refused > positions.len() / 2, "{refused} of {}", positions.len());
}

#[test]
fn a_file_that_was_cut_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let sound = directory.path().join("sound");
    filled(&sound);
    let len = sound.join("elements.redb").metadata().unwrap().len();
    for cut in [0, 1, 100, 4096, len / 2, len - 4096, len - 1] {
        let damaged = directory.path().join(format!("cut to {cut}"));
        let file = OpenOptions::new().write(true).open(copy(&sound, &damaged)).unwrap();
        file.set_len(cut).unwrap();
        let error = read(&damaged).unwrap_err();
        assert!(
            matches!(error, SpillError::Corrupt { .. } | SpillError::Lost { .. }),
            "{cut}: {error:?}"
        );
    }
}

#[rstest]
#[case::removed(None)]
#[case::older(Some(()))]
fn elements_that_were_accepted_and_are_not_there_are_lost(#[case] older: Option<()>) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("queue");
    filled(&path);
    let (elements, copy) = (path.join("elements.redb"), directory.path().join("copy"));
    fs::copy(&elements, &copy).unwrap();
    in_process::<Element>(&path).push(element(COUNT)).unwrap();
    fs::remove_file(&elements).unwrap();
    if older.is_some() {
        fs::copy(&copy, &elements).unwrap();
    }
    let error = open::<Element>(&path).unwrap_err();
    let found_then = older.map_or(0, |()| COUNT);
    assert!(
        matches!(error, SpillError::Lost { accepted, found, .. }
            if accepted == COUNT + 1 && found == found_then),
        "{error:?}"
    );
    fs::remove_file(path.join("marks")).unwrap(); // as the error says
    assert_eq!(open::<Element>(&path).unwrap().len(), found_then);
}

#[test]
fn a_mark_that_is_torn_is_the_one_before() {
    let directory = tempfile::tempdir().unwrap();
    filled(directory.path());
    let marks = directory.path().join("marks");
    let whole = fs::read(&marks).unwrap();
    for end in 0..whole.len() {
        fs::write(&marks, &whole[..end]).unwrap();
        assert_eq!(open::<Element>(directory.path()).unwrap().len(), COUNT);
    }
}

#[test]
fn an_open_queue_is_locked() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    assert!(matches!(open::<u32>(directory.path()).unwrap_err(), SpillError::Locked { .. }));
    drop(queue);
    open::<u32>(directory.path()).unwrap();
}

#[test]
fn a_directory_of_something_else_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("photo.jpg"), "").unwrap();
    let error = open::<u32>(directory.path()).unwrap_err();
    assert!(matches!(&error, SpillError::Foreign { found, .. } if found == "photo.jpg"));
    assert!(error.to_string().contains("choose a directory"), "{error}");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    let file = directory.path().join("photo.jpg");
    assert!(matches!(open::<u32>(&file).unwrap_err(), SpillError::Foreign { .. }));
}

#[test]
fn a_file_that_is_no_store_is_corrupt() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("elements.redb"), "x".repeat(10_000)).unwrap();
    assert!(matches!(open::<u32>(directory.path()).unwrap_err(), SpillError::Corrupt { .. }));
}

#[test]
fn elements_of_another_type_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    in_process::<u32>(directory.path()).push(1).unwrap();
    let error = open::<String>(directory.path()).unwrap_err();
    assert!(
        matches!(&error, SpillError::Element { found, expected, .. }
            if found == "u32" && expected.contains("String")),
        "{error}"
    );
    // Under the same name, it is the bytes that do not fit.
    let named = options(1 << 20).element("u32");
    let queue = SpillQueue::<String>::open(directory.path(), named).unwrap();
    let consumer = Consumer::of(&queue);
    assert!(consumer.request(1).is_empty());
    assert!(matches!(consumer.error(), Some(SpillError::Undecodable { sequence: 0, .. })));
    drop((consumer, queue));
    assert_eq!(all(&open::<u32>(directory.path()).unwrap()), [1]);
}

#[test]
fn a_format_of_the_future_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    in_process::<u32>(directory.path()).push(1).unwrap();
    let database = Database::open(directory.path().join("elements.redb")).unwrap();
    let transaction = database.begin_write().unwrap();
    let numbers = TableDefinition::<&str, u64>::new("numbers");
    transaction.open_table(numbers).unwrap().insert("format", 2).unwrap();
    transaction.commit().unwrap();
    drop(database);
    let error = open::<u32>(directory.path()).unwrap_err();
    assert!(matches!(error, SpillError::Version { found: 2, .. }), "{error}");
}

#[test]
fn a_directory_that_may_not_be_written_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let mut permissions = fs::metadata(directory.path()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(directory.path(), permissions).unwrap();
    let may_all = fs::write(directory.path().join("root may"), "").is_ok();
    // Not even root makes a directory there.
    let path = if may_all { Path::new("/sys/kernel/queue") } else { directory.path() };
    let error = open::<u32>(path).unwrap_err();
    assert!(matches!(error, SpillError::Permission { .. }), "{error:?}");
}

const FULL: &str = "SPILL_FULL_DISK";

/// In a process whose files may have 4 MiB.
#[test]
fn a_full_disk_gives_the_element_back_and_loses_none() {
    let directory = tempfile::tempdir().unwrap();
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 8192; exec \"$0\" \"$@\""])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "writes_until_the_disk_is_full", "--ignored", "--nocapture"])
        .env(FULL, directory.path())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let accepted = text.lines().find_map(|line| line.strip_prefix("accepted "));
    let accepted: u64 = accepted.expect("it says how many").parse().unwrap();
    let expected: Vec<_> = (0..accepted).map(element).collect();
    assert!(accepted > 1000 && read(directory.path()).unwrap() == expected);
}

#[test]
#[ignore = "is run by the test above, in a process of its own"]
fn writes_until_the_disk_is_full() {
    let path = env::var_os(FULL).unwrap();
    let queue = open::<Element>(Path::new(&path)).unwrap();
    let mut accepted = 0;
    let error = loop {
        match queue.push_all((accepted..accepted + 100).map(element).collect()) {
            Ok(()) => accepted += 100,
            Err(not) => {
                assert!(not.element.into_iter().eq((accepted..accepted + 100).map(element)));
                break not.error;
            }
        }
    };
    assert!(matches!(error, SpillError::DiskFull { .. }), "{error:?}");
    assert_eq!(queue.len(), accepted);
    let consumer = Consumer::of(&queue);
    let there = consumer.request(u64::MAX);
    assert!(consumer.error().is_none(), "it can be read: {:?}", consumer.error());
    assert!(there.iter().map(|it| it.element().clone()).eq((0..accepted).map(element)));
    drop((there, consumer));
    // There may be room for one where there is none for a hundred.
    let some = iter::from_fn(|| queue.push(element(accepted)).is_ok().then(|| accepted += 1));
    some.take(5).for_each(drop);
    println!("accepted {accepted}");
}
