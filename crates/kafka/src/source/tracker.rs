//! Which offsets of a partition have been taken, and what has become of them.

use std::collections::VecDeque;

/// The offsets that have been taken, from the first that is not acknowledged on: 16 bytes for each.
///
/// Offsets may have gaps, since topics are compacted and transactions leave marks. So it knows those that
/// were there, and not only how many.
#[derive(Debug)]
pub(crate) struct Tracker {
    taken: VecDeque<Taken>,
    /// Behind the last that was taken.
    next: Option<i64>,
    /// Where a replay is: what is taken before `next` was taken before.
    replay: Option<i64>,
    in_flight: usize,
    /// Whether some have been rejected since the last replay began.
    is_rejected: bool,
    limit: usize,
    /// Whether who takes waits for room.
    is_awaited: bool,
}

#[derive(Debug)]
struct Taken {
    offset: i64,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    InFlight,
    Acknowledged,
    Rejected,
}

/// What to do with a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Take {
    Deliver,
    DeliverAgain,
    /// It has been dealt with, or is being dealt with.
    Skip,
    /// It has been taken, and there is no reason for it to come again: the log is another one.
    Backwards,
}

impl Tracker {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            taken: VecDeque::new(),
            next: None,
            replay: None,
            in_flight: 0,
            is_rejected: false,
            limit,
            is_awaited: false,
        }
    }

    /// How many more may be taken. If none may, [`acknowledge`](Self::acknowledge) says when that has changed.
    pub(crate) fn room(&mut self) -> usize {
        let room = self.limit.saturating_sub(self.taken.len());
        self.is_awaited = room == 0;
        room
    }

    pub(crate) fn is_replaying(&self) -> bool {
        self.replay.is_some()
    }

    /// A message has been fetched.
    pub(crate) fn take(&mut self, offset: i64) -> Take {
        let Some(from) = self.replay else {
            if self.next.is_some_and(|next| offset < next) {
                return Take::Backwards;
            }
            return self.append(offset);
        };
        if offset < from {
            return Take::Backwards;
        }
        // What a replay passes over is no more in the log.
        let (first, behind) = (self.index(from), self.index(offset));
        for taken in self.taken.range_mut(first..behind) {
            if taken.state == State::Rejected {
                taken.state = State::Acknowledged;
            }
        }
        self.replay = self.next.filter(|&next| offset + 1 < next).map(|_| offset + 1);
        let take = match self.taken.get_mut(behind) {
            Some(taken) if taken.offset == offset && taken.state == State::Rejected => {
                taken.state = State::InFlight;
                self.in_flight += 1;
                Take::DeliverAgain
            }
            None if self.next.is_none_or(|next| offset >= next) => self.append(offset),
            _ => Take::Skip,
        };
        self.forget();
        take
    }

    fn append(&mut self, offset: i64) -> Take {
        self.taken.push_back(Taken { offset, state: State::InFlight });
        self.next = Some(offset + 1);
        self.in_flight += 1;
        Take::Deliver
    }

    /// Whether there is room now for who waits for it.
    #[must_use]
    pub(crate) fn acknowledge(&mut self, offset: i64) -> bool {
        self.settle(offset, State::Acknowledged);
        self.forget();
        // A quarter at least, so that it is not one by one.
        let has_room = self.is_awaited && self.taken.len() <= self.limit - self.limit / 4;
        self.is_awaited &= !has_room;
        has_room
    }

    pub(crate) fn reject(&mut self, offset: i64) {
        self.is_rejected |= self.settle(offset, State::Rejected);
    }

    fn settle(&mut self, offset: i64, state: State) -> bool {
        let index = self.index(offset);
        let in_flight = self
            .taken
            .get_mut(index)
            .filter(|taken| taken.offset == offset && taken.state == State::InFlight);
        let Some(taken) = in_flight else { return false };
        taken.state = state;
        self.in_flight -= 1;
        true
    }

    /// Where an offset is, or would be.
    fn index(&self, offset: i64) -> usize {
        // Most partitions have no gaps.
        let guess =
            self.taken.front().and_then(|first| usize::try_from(offset - first.offset).ok());
        match guess {
            Some(guess) if self.taken.get(guess).is_some_and(|taken| taken.offset == offset) => {
                guess
            }
            _ => self.taken.partition_point(|taken| taken.offset < offset),
        }
    }

    /// Whether `offset` is in flight, and what was taken next before it is `last`; or if there is no `last`, all before
    /// it has been acknowledged.
    pub(crate) fn follows(&self, last: Option<i64>, offset: i64) -> bool {
        let index = self.index(offset);
        let before = index.checked_sub(1).and_then(|before| self.taken.get(before));
        let is_in_flight = |taken: &Taken| taken.offset == offset && taken.state == State::InFlight;
        before.map(|before| before.offset) == last
            && self.taken.get(index).is_some_and(is_in_flight)
    }

    fn forget(&mut self) {
        while self.taken.front().is_some_and(|taken| taken.state == State::Acknowledged) {
            self.taken.pop_front();
        }
    }

    /// Whether some have been rejected that no replay has yet been asked for.
    pub(crate) fn is_rejected(&self) -> bool {
        self.is_rejected
    }

    /// The first that has been rejected: to fetch from there again, and then to [`replay`](Self::replay).
    pub(crate) fn first_rejected(&self) -> Option<i64> {
        let mut rejected = self.taken.iter().filter(|taken| taken.state == State::Rejected);
        rejected.next().map(|taken| taken.offset)
    }

    /// What is fetched next comes from there on; or there was nothing left to be fetched again.
    pub(crate) fn replay(&mut self, from: Option<i64>) {
        self.replay = from.or(self.replay);
        self.is_rejected = false;
    }

    /// Everything before it has been acknowledged; `None` as long as nothing was taken.
    pub(crate) fn position(&self) -> Option<i64> {
        self.taken.front().map(|taken| taken.offset).or(self.next)
    }

    /// Behind the last that was taken.
    pub(crate) fn next(&self) -> Option<i64> {
        self.next
    }

    /// How many have been taken, and neither acknowledged nor rejected.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight
    }
}
