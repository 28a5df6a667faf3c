//! The verifier: judges what the processes wrote down, and knows nothing of what they were made of.
//!
//! It puts together what the producer was told, what a plain client reads from the topic afterwards, what each consumer
//! got and did, and what the broker said was committed at certain moments.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crate::journal::{Entry, Event};
use crate::message::{Numbered, fingerprint};

/// Where a message is: partition and offset. Of JetStream, the subject's number and the stream's sequence.
pub type Position = (u32, u64);

/// How much earlier than a fault an acknowledgement may have been given that did not get through: they are committed
/// together, after some time.
const UNDER_WAY: u64 = 2_000_000;

/// A message as a plain client read it from the topic.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// Where.
    pub position: Position,
    /// What its bytes say; `None` if they are no message of ours.
    pub message: Option<Numbered>,
    /// Of its bytes.
    pub fingerprint: u64,
    /// When it was sent, or stored: microseconds since 1970.
    pub at: u64,
}

/// A consumer process, from its start to its end.
#[derive(Debug, Clone, Default)]
pub struct Incarnation {
    /// When it was killed, if it was: one that was not has left in good order.
    pub killed: Option<u64>,
    /// What it wrote down.
    pub entries: Vec<Entry>,
}

/// What the broker said of a group at a moment.
#[derive(Debug, Clone, Copy)]
pub struct Committed {
    /// When it had answered.
    pub at: u64,
    /// The partition.
    pub partition: u32,
    /// Everything before is committed.
    pub offset: u64,
}

/// Why something was not as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A consumer joined, left or was killed: partitions change hands.
    Members,
    /// A broker or the network was away: acknowledgements may have been lost.
    Fault,
}

/// A time in which something was not as usual.
#[derive(Debug, Clone, Copy)]
pub struct Unrest {
    /// Why.
    pub cause: Cause,
    /// When it began.
    pub from: u64,
    /// When its effects had ended.
    pub to: u64,
}

/// All that is known of a run.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// How many bytes each message had.
    pub size: usize,
    /// What the producers wrote down.
    pub produced: Vec<Entry>,
    /// When a producer was killed, to be started again where it was.
    pub producer_kills: Vec<u64>,
    /// What the topic holds, in the order of each partition.
    pub topic: Vec<Found>,
    /// All consumers.
    pub consumers: Vec<Incarnation>,
    /// What was committed, asked while it ran.
    pub committed: Vec<Committed>,
    /// What was committed after all consumers had left.
    pub committed_last: BTreeMap<u32, u64>,
    /// What was not as usual.
    pub unrest: Vec<Unrest>,
    /// From when on it is looked how long it takes to go on, in order.
    pub faults: Vec<u64>,
}

/// What came of it. Everything but the first four has to be zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many messages the producer was told are stored.
    pub stored: u64,
    /// How many the producer was told are not.
    pub refused: u64,
    /// How many times a message was dealt with once more, and may have been: whoever had done so could not say it any
    /// more; or is in the topic once more, since a producer was killed that had not been told of it.
    pub duplicated: u64,
    /// The longest time after a fault in which a partition did not go on.
    pub pause: Option<Duration>,
    /// Stored, as the producer was told, and not in the topic, or never dealt with.
    pub lost: u64,
    /// Not as it was sent.
    pub corrupted: u64,
    /// In the topic twice, dealt with once more after its acknowledgement had got through, or delivered after it was committed.
    pub unexplained: u64,
    /// Not in the order of its partition, in the topic or at a consumer.
    pub disordered: u64,
    /// Committed, though nobody had dealt with it.
    pub premature: u64,
    /// Dealt with, and not committed though all consumers had left in good order.
    pub uncommitted: u64,
    /// Some of what was wrong, for people.
    pub examples: Vec<String>,
}

impl Verdict {
    /// Whether nothing was wrong.
    pub fn is_good(&self) -> bool {
        self.wrongs() == 0
    }

    /// How many things were wrong.
    pub fn wrongs(&self) -> u64 {
        [
            self.lost,
            self.corrupted,
            self.unexplained,
            self.disordered,
            self.premature,
            self.uncommitted,
        ]
        .iter()
        .sum()
    }
}

/// Counts, and remembers some examples of each kind.
#[derive(Debug, Default)]
struct Findings {
    counts: BTreeMap<&'static str, u64>,
    examples: Vec<String>,
}

impl Findings {
    fn add(&mut self, kind: &'static str, what: impl FnOnce() -> String) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= 5 {
            self.examples.push(format!("{kind}: {}", what()));
        }
    }

    fn take(&mut self, kind: &'static str) -> u64 {
        self.counts.remove(kind).unwrap_or(0)
    }
}

/// Judges a run.
pub fn verify(evidence: &Evidence) -> Verdict {
    let mut findings = Findings::default();
    let (contents, sent_again) = topic(evidence, &mut findings);
    let done = deeds(evidence);
    deliveries(evidence, &contents, &mut findings);
    for position in contents.keys() {
        if !done.contains_key(position) {
            findings.add("lost", || format!("{position:?} was never dealt with"));
        }
    }
    let duplicated = sent_again + duplicates(evidence, &done, &mut findings);
    commits(evidence, &contents, &done, &mut findings);
    Verdict {
        stored: count(evidence, |event| matches!(event, Event::Stored { .. })),
        refused: count(evidence, |event| matches!(event, Event::Failed { .. })),
        duplicated,
        pause: pause(evidence),
        lost: findings.take("lost"),
        corrupted: findings.take("corrupted"),
        unexplained: findings.take("unexplained"),
        disordered: findings.take("disordered"),
        premature: findings.take("premature"),
        uncommitted: findings.take("uncommitted"),
        examples: findings.examples,
    }
}

/// Judges a topic alone, of which every stored message is to be there once: what an exactly-once pipeline made.
pub fn verify_topic(evidence: &Evidence) -> Verdict {
    let mut findings = Findings::default();
    let (_, duplicated) = topic(evidence, &mut findings);
    Verdict {
        duplicated,
        stored: count(evidence, |event| matches!(event, Event::Stored { .. })),
        refused: count(evidence, |event| matches!(event, Event::Failed { .. })),
        pause: pause(evidence),
        lost: findings.take("lost"),
        corrupted: findings.take("corrupted"),
        unexplained: findings.take("unexplained"),
        disordered: findings.take("disordered"),
        examples: findings.examples,
        ..Verdict::default()
    }
}

fn count(evidence: &Evidence, of: impl Fn(&Event) -> bool) -> u64 {
    evidence.produced.iter().filter(|entry| of(&entry.event)).count() as u64
}

/// What the topic holds is what the producer was told: once, in order. Gives what is where, and how many messages are
/// there once more that a producer may have sent again.
fn topic(evidence: &Evidence, findings: &mut Findings) -> (BTreeMap<Position, Numbered>, u64) {
    let (mut contents, mut sent_again) = (BTreeMap::new(), 0);
    let told = told(evidence);
    let mut places: HashMap<Numbered, &Found> = HashMap::new();
    let mut last: HashMap<u32, u64> = HashMap::new();
    for found in &evidence.topic {
        let position = found.position;
        let Some(message) = found.message else {
            findings.add("corrupted", || format!("{position:?} is no message"));
            continue;
        };
        contents.insert(position, message);
        if found.fingerprint != fingerprint(&message.payload(evidence.size)) {
            findings.add("corrupted", || format!("{position:?} is not as it was sent"));
        }
        if let Some(first) = places.insert(message, found) {
            if may_be_sent_again(evidence, first, found, told.get(&message)) {
                sent_again += 1;
            } else {
                findings
                    .add("unexplained", || format!("{message:?} is in {first:?} and in {found:?}"));
            }
            continue;
        }
        let before = last.insert(message.partition, message.number);
        if before > Some(message.number) {
            findings.add("disordered", || format!("{position:?} has {message:?} after {before:?}"));
        }
    }
    for entry in &evidence.produced {
        if let Event::Stored { partition, number, .. } = entry.event
            && !places.contains_key(&Numbered { partition, number })
        {
            findings.add("lost", || format!("{entry:?} is not in the topic"));
        }
    }
    (contents, sent_again)
}

/// When the producer was told of each message that it is stored.
fn told(evidence: &Evidence) -> HashMap<Numbered, u64> {
    let stored = evidence.produced.iter().filter_map(|entry| match entry.event {
        Event::Stored { partition, number, .. } => Some((Numbered { partition, number }, entry.at)),
        _ => None,
    });
    stored.collect()
}

/// Whether the producer that sent the first of two copies was killed before it was told of it, and before the second.
fn may_be_sent_again(
    evidence: &Evidence,
    first: &Found,
    second: &Found,
    told: Option<&u64>,
) -> bool {
    evidence.producer_kills.iter().any(|killed| {
        (first.at..=second.at).contains(killed) && told.is_none_or(|told| killed < told)
    })
}

/// Who dealt with a message, and when.
#[derive(Debug, Clone, Copy)]
struct Deed {
    at: u64,
    consumer: usize,
}

fn deeds(evidence: &Evidence) -> HashMap<Position, Vec<Deed>> {
    let mut done: HashMap<Position, Vec<Deed>> = HashMap::new();
    for (consumer, incarnation) in evidence.consumers.iter().enumerate() {
        for entry in &incarnation.entries {
            if let Event::Done { partition, offset } = entry.event {
                done.entry((partition, offset)).or_default().push(Deed { at: entry.at, consumer });
            }
        }
    }
    for deeds in done.values_mut() {
        deeds.sort_by_key(|deed| deed.at);
    }
    done
}

/// What was delivered is what the topic holds, in the order of each partition, and nothing that had been committed.
fn deliveries(
    evidence: &Evidence,
    contents: &BTreeMap<Position, Numbered>,
    findings: &mut Findings,
) {
    let moved = |from: u64, to: u64| {
        evidence.unrest.iter().any(|unrest| unrest.from <= to && from <= unrest.to)
    };
    let mut committed: BTreeMap<u32, Vec<&Committed>> = BTreeMap::new();
    for commit in &evidence.committed {
        committed.entry(commit.partition).or_default().push(commit);
    }
    for (consumer, incarnation) in evidence.consumers.iter().enumerate() {
        let mut last: HashMap<u32, (u64, u64)> = HashMap::new();
        for entry in &incarnation.entries {
            let Event::Delivered { partition, offset, number, fingerprint: got, again } =
                entry.event
            else {
                continue;
            };
            let (position, message) = ((partition, offset), Numbered { partition, number });
            let sent = fingerprint(&message.payload(evidence.size));
            if got != sent || contents.get(&position) != Some(&message) {
                findings
                    .add("corrupted", || format!("{position:?} came to {consumer} as {message:?}"));
            }
            let commits = committed.get(&partition).map_or(&[][..], Vec::as_slice);
            if commits.iter().any(|it| it.at < entry.at && offset < it.offset) {
                findings.add("unexplained", || {
                    format!("{position:?} came to {consumer} after it was committed")
                });
            }
            // What is said to come again comes when it may, and says nothing of the order of the others.
            if again {
                continue;
            }
            let before = last.insert(partition, (offset, entry.at));
            if let Some((earlier, at)) = before
                && offset <= earlier
                && !moved(at, entry.at)
            {
                findings.add("disordered", || {
                    format!("{position:?} came to {consumer} after {earlier}")
                });
            }
        }
    }
}

/// How many times messages were dealt with once more; those that nothing explains are findings.
fn duplicates(
    evidence: &Evidence,
    done: &HashMap<Position, Vec<Deed>>,
    findings: &mut Findings,
) -> u64 {
    let mut explained = 0;
    for (position, deeds) in done {
        for pair in deeds.windows(2) {
            if may_be_unheard(evidence, pair[0]) {
                explained += 1;
            } else {
                findings.add("unexplained", || format!("{position:?} was dealt with by {pair:?}"));
            }
        }
    }
    explained
}

/// Whether an acknowledgement may not have reached the broker: its process was killed soon after, or the broker was away.
fn may_be_unheard(evidence: &Evidence, deed: Deed) -> bool {
    let killed = evidence.consumers[deed.consumer].killed;
    killed.is_some_and(|killed| deed.at + UNDER_WAY >= killed)
        || evidence.unrest.iter().any(|unrest| {
            let from = unrest.from.saturating_sub(UNDER_WAY);
            unrest.cause == Cause::Fault && (from..=unrest.to).contains(&deed.at)
        })
}

/// Nothing is committed that was not dealt with, and in the end all is.
fn commits(
    evidence: &Evidence,
    contents: &BTreeMap<Position, Numbered>,
    done: &HashMap<Position, Vec<Deed>>,
    findings: &mut Findings,
) {
    // In the order of time, each looks only at what is new since the one before.
    let mut looked: HashMap<u32, u64> = HashMap::new();
    let mut samples = evidence.committed.clone();
    samples.sort_by_key(|sample| sample.at);
    for sample in samples {
        let from = looked.get(&sample.partition).copied().unwrap_or(0);
        if sample.offset <= from {
            continue;
        }
        looked.insert(sample.partition, sample.offset);
        let new = (sample.partition, from)..(sample.partition, sample.offset);
        for (position, _) in contents.range(new) {
            let first = done.get(position).and_then(|deeds| deeds.first());
            if first.is_none_or(|deed| deed.at > sample.at) {
                findings
                    .add("premature", || format!("{position:?} is in {sample:?}, and {first:?}"));
            }
        }
    }
    if evidence.consumers.iter().any(|it| it.killed.is_none()) {
        for position @ (partition, offset) in contents.keys() {
            let committed = evidence.committed_last.get(partition).copied().unwrap_or(0);
            if done.contains_key(position) && *offset >= committed {
                findings.add("uncommitted", || format!("{position:?} is not before {committed}"));
            }
        }
    }
}

/// The longest time, from a fault to the next one, in which nothing of a partition was dealt with of which something was
/// dealt with later. Of the time before the fault nothing counts.
fn pause(evidence: &Evidence) -> Option<Duration> {
    let mut done: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for entry in evidence.consumers.iter().flat_map(|it| &it.entries) {
        if let Event::Done { partition, .. } = entry.event {
            done.entry(partition).or_default().push(entry.at);
        }
    }
    done.values_mut().for_each(|times| times.sort_unstable());
    let longest = |(index, fault): (usize, &u64)| {
        let next = evidence.faults.get(index + 1).copied().unwrap_or(u64::MAX);
        let pauses = done.values().flat_map(|times| {
            let before = times.partition_point(|at| at <= fault);
            let from = std::iter::once(fault).chain(&times[before..]);
            from.zip(&times[before..]).take_while(move |(from, _)| **from < next)
        });
        pauses.map(|(from, to)| to - from).max()
    };
    let pauses = evidence.faults.iter().enumerate().filter_map(longest);
    pauses.max().map(Duration::from_micros)
}
