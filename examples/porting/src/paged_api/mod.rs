//! All users of an API that gives them page by page, and is often busy.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{Retry, from_option, from_try_callable};

use crate::journal::Journal;
use crate::{Failure, malformed};

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let journal = Journal::new(&clock);
    let api = Arc::new(Api::new(input, &journal)?);
    // Without jitter, unless one asks for it. What is worth another try is a type and not a class.
    let retry =
        Retry::backoff(3, Duration::from_millis(100)).only_if(|error| *error == Wrong::Busy);
    let page = {
        let clock = Arc::clone(&clock);
        move |number| {
            let api = Arc::clone(&api);
            from_try_callable(move || api.get(number)).retry_when(retry.clone(), &*clock)
        }
    };

    let users = page(1)
        .expand(move |got| from_option(got.next).fallible().flat_map(page.clone()))
        .flat_map_iter(|page| page.users)
        .inspect(journal.writer(|user| format!("user {user}")))
        .count()
        .inspect(journal.writer(|users| format!("{users} users")));
    journal.play(users)
}

#[derive(Clone)]
struct Page {
    busy: usize,
    users: Vec<&'static str>,
    next: Option<u32>,
}

#[derive(Debug, PartialEq)]
enum Wrong {
    Busy,
    NoSuchPage,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "the server is busy",
            Self::NoSuchPage => "there is no such page",
        })
    }
}

impl Error for Wrong {}

/// Says a few times that it is busy before it gives a page.
struct Api {
    pages: Mutex<HashMap<u32, Page>>,
    journal: Journal,
}

impl Api {
    fn new(input: &'static str, journal: &Journal) -> Result<Self, Failure> {
        let mut pages = HashMap::new();
        for line in input.lines() {
            let columns: Vec<_> = line.split('|').map(str::trim).collect();
            let [number, busy, users, next] = columns[..] else {
                return Err(malformed(line).into());
            };
            let page = Page {
                busy: busy.parse()?,
                users: users.split_whitespace().collect(),
                next: next.parse().ok(), // `-` for none
            };
            pages.insert(number.parse()?, page);
        }
        Ok(Self { pages: Mutex::new(pages), journal: journal.clone() })
    }

    fn get(&self, number: u32) -> Result<Page, Wrong> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.get_mut(&number).ok_or(Wrong::NoSuchPage)?;
        if page.busy > 0 {
            page.busy -= 1;
            self.journal.write(format_args!("page {number}: busy"));
            return Err(Wrong::Busy);
        }
        self.journal.write(format_args!("page {number}"));
        Ok(page.clone())
    }
}
