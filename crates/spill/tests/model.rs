//! A queue does what a `VecDeque` does, over any number of reopenings.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::collections::VecDeque;

use proptest::collection::vec;
use proptest::prelude::*;
use support::{Consumer, in_process};

#[derive(Clone, Debug)]
enum Step {
    Push(usize),
    PushAll(usize),
    /// Requests as many as there are answers, and acknowledges where the answer is yes.
    Consume(Vec<bool>),
    Flush,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..200usize).prop_map(Step::Push),
        2 => (0..300usize).prop_map(Step::PushAll),
        4 => vec(any::<bool>(), 1..300).prop_map(Step::Consume),
        1 => Just(Step::Flush),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_queue_is_a_deque(steps in vec(step(), 1..25)) {
        let directory = tempfile::tempdir().unwrap();
        let mut queue = Some(in_process::<(u32, Vec<u8>)>(directory.path()));
        let mut model = VecDeque::new();
        let mut delivered = 0;
        let mut next = 0;
        let mut make = |size: usize| {
            next += 1;
            (next, vec![7; size])
        };
        for step in steps {
            let open = queue.as_ref().unwrap();
            match step {
                Step::Push(size) => {
                    let element = make(size);
                    model.push_back(element.clone());
                    open.push(element).unwrap();
                }
                Step::PushAll(count) => {
                    let elements: Vec<_> = (0..count).map(&mut make).collect();
                    model.extend(elements.clone());
                    open.push_all(elements).unwrap();
                }
                Step::Consume(answers) => {
                    let deliveries = Consumer::of(open).request(answers.len() as u64);
                    prop_assert_eq!(deliveries.len(), answers.len().min(model.len()));
                    let mut kept = Vec::new();
                    for (delivery, acknowledges) in deliveries.into_iter().zip(answers) {
                        let element = model.pop_front().unwrap();
                        prop_assert_eq!(delivery.element(), &element);
                        // Batches are read as they are requested: the mark is exact.
                        prop_assert_eq!(delivery.is_redelivered(), element.0 <= delivered);
                        delivered = delivered.max(element.0);
                        if acknowledges {
                            delivery.acknowledge();
                        } else {
                            kept.push(element);
                        }
                    }
                    kept.into_iter().rev().for_each(|element| model.push_front(element));
                }
                Step::Flush => open.flush().unwrap(),
                Step::Reopen => {
                    drop(queue.take());
                    queue = Some(in_process(directory.path()));
                }
            }
            prop_assert_eq!(queue.as_ref().unwrap().len(), model.len() as u64);
        }
    }
}
