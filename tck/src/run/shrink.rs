//! Random scripts: how they are written, and how a failing one becomes a minimal one.

use super::Played;
use crate::check::Step;
use crate::world::Rng;

/// The script that belongs to this seed.
pub(super) fn script(seed: u64) -> Vec<Step> {
    let mut rng = Rng::new(seed);
    let length = 2 + rng.below(14);
    (0..length).map(|_| step(&mut rng)).collect()
}

fn step(rng: &mut Rng) -> Step {
    // Small and huge demand both find faults, and so does a batch of a usual size.
    let amount = |rng: &mut Rng| match rng.below(12) {
        0 => u64::MAX,
        1 => i64::MAX as u64,
        2 => 1024,
        3 => 100 + rng.below(200) as u64,
        _ => 1 + rng.below(5) as u64,
    };
    match rng.below(12) {
        0..=5 => Step::Request(amount(rng)),
        6..=7 => Step::RequestInside(amount(rng)),
        8..=9 => Step::Idle,
        10 => Step::CancelInside,
        _ => Step::Cancel,
    }
}

/// The smallest script, by leaving out and making smaller, that `fails` in the same way.
pub(super) fn shrink(
    mut steps: Vec<Step>,
    mut last: Played,
    fails: impl Fn(&[Step]) -> Option<Played>,
) -> (Vec<Step>, Played) {
    let mut at = 0;
    while at < steps.len() {
        let found = smaller(&steps, at).find_map(|shorter| Some((fails(&shorter)?, shorter)));
        if let Some((played, shorter)) = found {
            steps = shorter;
            last = played;
            at = 0;
        } else {
            at += 1;
        }
    }
    (steps, last)
}

/// The scripts that are smaller at this place: without the step, or with less demand in it.
fn smaller(steps: &[Step], at: usize) -> impl Iterator<Item = Vec<Step>> + '_ {
    let without = (steps.len() > 1).then(|| {
        let mut shorter = steps.to_vec();
        shorter.remove(at);
        shorter
    });
    let lesser: Vec<Step> = match steps[at] {
        Step::Request(n) => lesser(n).map(Step::Request).collect(),
        Step::RequestInside(n) => {
            std::iter::once(Step::Request(n)).chain(lesser(n).map(Step::RequestInside)).collect()
        }
        Step::CancelInside => vec![Step::Cancel],
        Step::Cancel | Step::Idle => vec![],
    };
    without.into_iter().chain(lesser.into_iter().map(move |step| {
        let mut same = steps.to_vec();
        same[at] = step;
        same
    }))
}

/// Smaller amounts, the smallest first; the distances halve, so that the search is short for huge ones.
fn lesser(n: u64) -> impl Iterator<Item = u64> {
    let nearer = (1..u64::BITS).map(move |halvings| n - (n >> halvings));
    std::iter::once(1).chain(nearer).filter(move |&less| 0 < less && less < n)
}
