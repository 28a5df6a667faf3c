use super::process::Course;
use super::slow::Slow;
use crate::work::Work;

/// A line of the table.
pub(super) fn row(slow: &Slow, course: &Course, work: Work, given: f64) -> String {
    let Course { peak, samples, handled, time } = course;
    let seconds = time.as_secs_f64();
    let rest = match handled {
        Some(handled) => {
            let taken = *handled as f64 / seconds;
            let left = (work.elements.saturating_sub(*handled) * work.size as u64) as f64 / 1e9;
            let at = |part: usize| match samples.get((samples.len() * part / 4).saturating_sub(1)) {
                Some(mib) => format!("{mib:.0}"),
                None => "–".to_owned(),
            };
            format!("{taken:.0} | {left:.1} GB | {} | {} | {}", at(1), at(2), at(3))
        }
        None => format!("stopped after {seconds:.0} s | | | |"),
    };
    let (broker, consumer) = (slow.broker.name(), slow.consumer.name());
    format!("| {broker} | {consumer} | {given:.0} | {rest} | **{peak:.0}** |\n")
}
