//! What the compiler checks: each entry names the programs that it refuses.
//!
//! The programs are in `crates/core/tests/compile_fail`, where a test shows each being refused for
//! its one marked line, and being built without it.

use crate::check::Check;

pub(super) static PUBLISHER: &[Check] = &[
    Check::compiler(
        "beyond_spec103_overlapping_signals_are_refused",
        &["1.3"],
        &[
            "spec103_overlapping_signals",
            "spec103_nested_signal",
            "spec103_shared_subscriber",
            "spec103_signal_after_handover",
            "spec103_terminal_during_signal",
        ],
    ),
    Check::compiler(
        "untested_spec107_must_not_emit_further_signals_once_on_error_has_been_signalled",
        &["1.7"],
        &["spec107_on_next_after_on_error", "spec107_two_terminals"],
    ),
    Check::compiler(
        "required_spec109_subscribe_throw_npe_on_null_subscriber",
        &["1.9"],
        &["spec109_null_subscriber", "spec109_unit_subscriber", "spec109_no_subscriber"],
    ),
    Check::compiler(
        "untested_spec110_reject_a_subscription_request_if_the_same_subscriber_subscribes_twice",
        &["1.10"],
        &["spec110_same_subscriber_twice", "spec110_borrowed_subscriber"],
    ),
    Check::compiler(
        "required_spec309_request_zero_must_signal_illegal_argument_exception",
        &["3.9"],
        &["spec309_zero", "spec309_plain_number", "spec309_default"],
    ),
    Check::compiler(
        "required_spec309_request_negative_number_must_signal_illegal_argument_exception",
        &["3.9"],
        &["spec309_negative", "spec309_negative_number"],
    ),
    Check::compiler(
        "optional_spec309_request_negative_number_may_signal_illegal_argument_exception_with_specific_message",
        &["3.9"],
        &["spec309_zero", "spec309_negative"],
    ),
];

/// For subscribers in either view.
pub(super) static SUBSCRIBER: &[Check] = &[
    Check::compiler(
        "beyond_spec204_use_after_a_terminal_signal_is_refused",
        &["2.4"],
        &[
            "spec204_signal_after_terminal",
            "spec204_request_after_on_complete",
            "spec204_request_after_on_error",
            "spec204_on_complete_keeps_subscriber",
            "spec204_on_error_keeps_subscriber",
        ],
    ),
    Check::compiler(
        "beyond_spec211_what_cannot_cross_threads_is_refused",
        &["2.11"],
        &["spec211_not_send_item", "spec211_not_send_error", "spec211_not_send_iterator"],
    ),
];

pub(super) static WHITEBOX: &[Check] = &[
    Check::compiler(
        "untested_spec212_must_not_call_on_subscribe_more_than_once_based_on_object_equality_spec_violation",
        &["2.12"],
        &["spec212_subscriber_reused"],
    ),
    Check::compiler(
        "required_spec213_on_subscribe_must_throw_null_pointer_exception_when_parameters_are_null",
        &["2.13"],
        &["spec213_null_on_subscribe"],
    ),
    Check::compiler(
        "required_spec213_on_next_must_throw_null_pointer_exception_when_parameters_are_null",
        &["2.13"],
        &["spec213_null_on_next"],
    ),
    Check::compiler(
        "required_spec213_on_error_must_throw_null_pointer_exception_when_parameters_are_null",
        &["2.13"],
        &["spec213_null_on_error"],
    ),
];

pub(super) static BLACKBOX: &[Check] = &[
    Check::compiler(
        "untested_spec211_blackbox_must_make_sure_that_all_calls_on_its_methods_happen_before_the_processing_of_the_respective_events",
        &["2.11"],
        &["spec211_not_send_item", "spec211_not_send_subscriber"],
    ),
    Check::compiler(
        "untested_spec212_blackbox_must_not_call_on_subscribe_more_than_once_based_on_object_equality",
        &["2.12"],
        &["spec212_subscriber_reused"],
    ),
    Check::compiler(
        "required_spec213_blackbox_on_subscribe_must_throw_null_pointer_exception_when_parameters_are_null",
        &["2.13"],
        &["spec213_null_on_subscribe"],
    ),
    Check::compiler(
        "required_spec213_blackbox_on_next_must_throw_null_pointer_exception_when_parameters_are_null",
        &["2.13"],
        &["spec213_null_on_next"],
    ),
    Check::compiler(
        "required_spec213_blackbox_on_error_must_throw_null_pointer_exception_when_parameters_are_null",
        &["2.13"],
        &["spec213_null_on_error"],
    ),
];
