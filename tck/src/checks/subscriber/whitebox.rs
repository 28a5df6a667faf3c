//! Subscribers that say what they handle.

use super::scenario;
use crate::check::{
    Check,
    Need::{Instrumented, LoseInterest, UserCode},
};
use crate::run::View::Whitebox;

pub(in crate::checks) static WHITEBOX: &[Check] = &[
    Check::subscriber(
        "required_exercise_whitebox_happy_path",
        &["2.1", "2.6"],
        &[Instrumented],
        |run| scenario::happy_path(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec202_should_asynchronously_dispatch",
        &["2.2"],
        &[Instrumented],
        |run| scenario::registered_demand(run, Whitebox),
    )
    .advice(),
    Check::subscriber(
        "required_spec201_must_signal_demand_via_subscription_request",
        &["2.1"],
        &[Instrumented],
        |run| scenario::demand(run, Whitebox),
    ),
    Check::subscriber(
        "required_spec203_must_not_call_methods_on_subscription_or_publisher_in_on_complete",
        &["2.3"],
        &[Instrumented],
        |run| scenario::end(run, Whitebox, 2, false),
    ),
    Check::subscriber(
        "required_spec203_must_not_call_methods_on_subscription_or_publisher_in_on_error",
        &["2.3"],
        &[Instrumented],
        |run| scenario::end(run, Whitebox, 2, true),
    ),
    Check::subscriber(
        "untested_spec204_must_consider_the_subscription_as_cancelled_in_after_recieving_on_complete_or_on_error",
        &["2.4"],
        &[Instrumented],
        |run| scenario::dead_after_the_end(run, Whitebox),
    ),
    Check::subscriber(
        "required_spec205_must_call_subscription_cancel_if_it_already_has_an_subscription_and_receives_another_on_subscribe_signal",
        &["2.5"],
        &[Instrumented],
        |run| scenario::second_subscription(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec206_must_call_subscription_cancel_if_it_is_no_longer_valid",
        &["2.6"],
        &[Instrumented, LoseInterest],
        |run| scenario::lost_interest(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec207_must_ensure_all_calls_on_its_subscription_take_place_from_the_same_thread_or_take_care_of_synchronization",
        &["2.7"],
        &[Instrumented],
        |run| scenario::serial_calls(run, Whitebox),
    ),
    Check::subscriber(
        "required_spec208_must_be_prepared_to_receive_on_next_signals_after_having_called_subscription_cancel",
        &["2.8"],
        &[Instrumented, LoseInterest],
        |run| scenario::late_elements(run, Whitebox),
    ),
    Check::subscriber(
        "required_spec209_must_be_prepared_to_receive_an_on_complete_signal_with_preceding_request_call",
        &["2.9"],
        &[Instrumented],
        |run| scenario::end(run, Whitebox, 1, false),
    ),
    Check::subscriber(
        "required_spec209_must_be_prepared_to_receive_an_on_complete_signal_without_preceding_request_call",
        &["2.9"],
        &[Instrumented],
        |run| scenario::end(run, Whitebox, 0, false),
    ),
    Check::subscriber(
        "required_spec210_must_be_prepared_to_receive_an_on_error_signal_with_preceding_request_call",
        &["2.10"],
        &[Instrumented],
        |run| scenario::end(run, Whitebox, 1, true),
    ),
    Check::subscriber(
        "required_spec210_must_be_prepared_to_receive_an_on_error_signal_without_preceding_request_call",
        &["2.10"],
        &[Instrumented],
        |run| scenario::end(run, Whitebox, 0, true),
    ),
    Check::subscriber(
        "untested_spec211_must_make_sure_that_all_calls_on_its_methods_happen_before_the_processing_of_the_respective_events",
        &["2.11"],
        &[Instrumented],
        |run| scenario::handled(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec213_failing_on_signal_invocation",
        &["2.13"],
        &[Instrumented, UserCode],
        |run| scenario::failing_inside(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec301_must_not_be_called_outside_subscriber_context",
        &["3.1"],
        &[Instrumented],
        |run| scenario::registered_demand(run, Whitebox),
    )
    .advice(),
    Check::subscriber(
        "required_spec308_request_must_register_given_number_elements_to_be_produced",
        &["3.8", "2.1"],
        &[Instrumented],
        |run| scenario::registered_demand(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec310_request_may_synchronously_call_on_next_on_subscriber",
        &["3.10"],
        &[Instrumented],
        |run| scenario::synchronous_elements(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec311_request_may_synchronously_call_on_complete_or_on_error",
        &["3.11"],
        &[Instrumented],
        |run| scenario::synchronous_end(run, Whitebox, false),
    ),
    Check::subscriber(
        "untested_spec314_cancel_may_cause_the_publisher_to_shutdown_if_no_other_subscription_exists",
        &["3.14"],
        &[Instrumented, LoseInterest],
        |run| scenario::shut_down(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec315_cancel_must_not_throw_exception_and_must_signal_on_error",
        &["3.15"],
        &[Instrumented, LoseInterest],
        |run| scenario::dropped_inside_cancel(run, Whitebox),
    ),
    Check::subscriber(
        "untested_spec316_request_must_not_throw_exception_and_must_on_error_the_subscriber",
        &["3.16", "3.11"],
        &[Instrumented],
        |run| scenario::synchronous_end(run, Whitebox, true),
    ),
];
