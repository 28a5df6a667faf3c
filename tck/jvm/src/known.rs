//! What has been found, and judged in `spec-notes/findings.md`: the command fails when something else shows, or
//! one of these no longer does.

use reactive_streams_tck::report::{Failure, Report, Verdict};

struct Finding {
    /// Their names; with a star, all whose names begin so.
    implementations: &'static [&'static str],
    /// The checks that each of them fails; any, if none is named.
    checks: &'static [&'static str],
    /// The rules that are seen to be broken; any, if none is named.
    rules: &'static [&'static str],
    /// Whether it always shows, or threads decide.
    always: bool,
    /// The heading in `findings.md`.
    reason: &'static str,
}

const SURPLUS: &str = "One element too many for each full batch";
const LOST: &str = "Elements are lost in a strict subscriber";
const SECOND: &str = "A second subscription is used";
const BLOCKS: &str = "A processor that blocks";
const HOT: &str = "Hot processors do not cancel";
const UNBOUNDED: &str = "Unbounded buffers";
const LATE_ERROR: &str = "Errors wait behind elements";
const UNORDERED: &str = "Merging does not keep the order";
const WAITS: &str = "No subscription before there is an upstream";
const UNDER_WAY: &str = "What was under way when it was cancelled";

/// What a hot processor does not pass on: the cancel of its last subscriber.
const KEEPS_THE_UPSTREAM: [&str; 7] = [
    "beyond_spec206_downstream_cancel_reaches_the_upstream",
    "beyond_spec208_completion_after_cancel",
    "beyond_spec208_error_after_cancel",
    "required_exercise_whitebox_happy_path",
    "required_spec208_must_be_prepared_to_receive_on_next_signals_after_having_called_subscription_cancel",
    "untested_spec206_must_call_subscription_cancel_if_it_is_no_longer_valid",
    "untested_spec314_cancel_may_cause_the_publisher_to_shutdown_if_no_other_subscription_exists",
];

const FINDINGS: [Finding; 13] = [
    Finding {
        implementations: &[
            "example AsyncIterablePublisher",
            "example AsyncIterablePublisher of 10",
            "example NumberIterablePublisher",
        ],
        checks: &["beyond_spec101_large_batches_are_exact"],
        rules: &["1.1"],
        always: true,
        reason: SURPLUS,
    },
    Finding {
        implementations: &["reactor switchOnFirst"],
        checks: &[
            "beyond_spec101_declined_elements_use_up_no_demand",
            "beyond_spec303_thousands_of_elements_one_by_one",
            "required_spec303_must_not_allow_unbounded_recursion",
            "required_spec317_must_not_signal_on_error_when_pending_above_long_max_value",
            "required_validate_bounded_depth_of_on_next_and_request_recursion",
        ],
        rules: &["1.5", "3.2", "3.8"],
        always: true,
        reason: LOST,
    },
    Finding {
        implementations: &[
            "reactor publishOn",
            "reactor onBackpressureBuffer",
            "rxjava share",
            "rxjava UnicastProcessor",
            "rxjava ReplayProcessor",
            "rxjava MulticastProcessor",
            "mutiny UnicastProcessor",
        ],
        checks: &["beyond_spec104_failure_in_mid_stream"],
        rules: &["4.2"],
        always: true,
        reason: LATE_ERROR,
    },
    Finding {
        implementations: &[
            "reactor onBackpressureBuffer",
            "rxjava onBackpressureBuffer",
            "rxjava UnicastProcessor",
            "rxjava ReplayProcessor",
            "mutiny overflow buffer",
            "mutiny UnicastProcessor",
        ],
        checks: &["beyond_spec401_prefetch_is_bounded"],
        rules: &["4.1"],
        always: true,
        reason: UNBOUNDED,
    },
    Finding {
        implementations: &["mutiny merge"],
        checks: &[
            "beyond_spec101_large_batches_are_exact",
            "beyond_spec317_many_small_requests_add_up",
        ],
        rules: &["1.3"],
        always: true,
        reason: UNORDERED,
    },
    Finding {
        implementations: &[
            "rxjava UnicastProcessor",
            "rxjava ReplayProcessor",
            "rxjava MulticastProcessor",
            "mutiny UnicastProcessor",
        ],
        checks: &KEEPS_THE_UPSTREAM,
        rules: &["2.6"],
        always: true,
        reason: HOT,
    },
    Finding {
        implementations: &["rxjava MulticastProcessor", "mutiny broadcast"],
        checks: &["untested_spec315_cancel_must_not_throw_exception_and_must_signal_on_error"],
        rules: &["2.6"],
        always: true,
        reason: HOT,
    },
    Finding {
        implementations: &["rxjava UnicastProcessor", "rxjava ReplayProcessor"],
        checks: &[
            "required_spec205_must_call_subscription_cancel_if_it_already_has_an_subscription_and_receives_another_on_subscribe_signal",
        ],
        rules: &["2.5"],
        always: true,
        reason: SECOND,
    },
    Finding {
        implementations: &["mutiny AssertSubscriber"],
        checks: &[
            "required_spec205_blackbox_must_call_subscription_cancel_if_it_already_has_an_subscription_and_receives_another_on_subscribe_signal",
        ],
        rules: &["2.5"],
        always: true,
        reason: SECOND,
    },
    Finding {
        implementations: &["pekko toProcessor"],
        checks: &["beyond_spec401_downstream_connected_first"],
        rules: &["1.9"],
        always: true,
        reason: WAITS,
    },
    Finding {
        implementations: &["jdk SubmissionPublisher processor"],
        checks: &[],
        rules: &[],
        always: false,
        reason: BLOCKS,
    },
    Finding {
        implementations: &["reactor switchOnFirst"],
        checks: &[],
        rules: &["1.2", "1.3", "1.5", "3.2", "3.8", "4.1"],
        always: false,
        reason: LOST,
    },
    Finding {
        implementations: &["pekko *"],
        checks: &[],
        rules: &["1.8", "3.6", "3.7", "3.12"],
        always: false,
        reason: UNDER_WAY,
    },
];

impl Finding {
    fn is_of(&self, implementation: &str) -> bool {
        self.implementations.iter().any(|name| match name.strip_suffix('*') {
            Some(beginning) => implementation.starts_with(beginning),
            None => implementation == *name,
        })
    }

    fn is_about(&self, implementation: &str, check: &str) -> bool {
        self.is_of(implementation) && (self.checks.is_empty() || self.checks.contains(&check))
    }

    fn explains(&self, failure: &Failure) -> bool {
        let is_known = |rule: &str| self.rules.is_empty() || self.rules.contains(&rule);
        failure.breaches.iter().all(|breach| is_known(breach.rule.id))
    }
}

/// Whether all that is seen is a source that Java has never subscribed: it is let go by the collector, some day.
fn is_left_to_the_collector(failure: &Failure) -> bool {
    failure.breaches.iter().all(|breach| breach.text.starts_with("source leaked"))
}

/// What is new, and what has gone.
pub(crate) fn surprises(report: &Report) -> Vec<String> {
    let mut surprises = Vec::new();
    for implementation in &report.implementations {
        for verdict in &implementation.verdicts {
            let (name, check) = (&implementation.name, verdict.check.name);
            let mut about = FINDINGS.iter().filter(|finding| finding.is_about(name, check));
            if let Verdict::Failed(failure) = &verdict.verdict {
                let known = about.any(|finding| finding.explains(failure));
                if !known && !is_left_to_the_collector(failure) {
                    surprises.push(format!("new: {name}::{check}"));
                }
            } else if let Some(finding) = about.find(|finding| finding.always) {
                surprises.push(format!("gone: {name}::{check}: {}", finding.reason));
            }
        }
    }
    surprises
}
