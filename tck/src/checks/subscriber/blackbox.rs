//! Subscribers seen from outside alone.

use super::scenario;
use crate::check::{
    Check,
    Need::{LoseInterest, UserCode},
};
use crate::run::View::Blackbox;

pub(in crate::checks) static BLACKBOX: &[Check] = &[
    Check::subscriber(
        "untested_spec202_blackbox_should_asynchronously_dispatch",
        &["2.2"],
        &[],
        |run| scenario::registered_demand(run, Blackbox),
    )
    .advice(),
    Check::subscriber(
        "required_spec201_blackbox_must_signal_demand_via_subscription_request",
        &["2.1"],
        &[],
        |run| scenario::demand(run, Blackbox),
    ),
    Check::subscriber(
        "required_spec203_blackbox_must_not_call_methods_on_subscription_or_publisher_in_on_complete",
        &["2.3"],
        &[],
        |run| scenario::end(run, Blackbox, 2, false),
    ),
    Check::subscriber(
        "required_spec203_blackbox_must_not_call_methods_on_subscription_or_publisher_in_on_error",
        &["2.3"],
        &[],
        |run| scenario::end(run, Blackbox, 2, true),
    ),
    Check::subscriber(
        "untested_spec204_blackbox_must_consider_the_subscription_as_cancelled_in_after_recieving_on_complete_or_on_error",
        &["2.4"],
        &[],
        |run| scenario::dead_after_the_end(run, Blackbox),
    ),
    Check::subscriber(
        "required_spec205_blackbox_must_call_subscription_cancel_if_it_already_has_an_subscription_and_receives_another_on_subscribe_signal",
        &["2.5"],
        &[],
        |run| scenario::second_subscription(run, Blackbox),
    ),
    Check::subscriber(
        "untested_spec206_blackbox_must_call_subscription_cancel_if_it_is_no_longer_valid",
        &["2.6"],
        &[LoseInterest],
        |run| scenario::lost_interest(run, Blackbox),
    ),
    Check::subscriber(
        "untested_spec207_blackbox_must_ensure_all_calls_on_its_subscription_take_place_from_the_same_thread_or_take_care_of_synchronization",
        &["2.7"],
        &[],
        |run| scenario::serial_calls(run, Blackbox),
    ),
    Check::subscriber(
        "untested_spec208_blackbox_must_be_prepared_to_receive_on_next_signals_after_having_called_subscription_cancel",
        &["2.8"],
        &[LoseInterest],
        |run| scenario::late_elements(run, Blackbox),
    ),
    Check::subscriber(
        "required_spec209_blackbox_must_be_prepared_to_receive_an_on_complete_signal_with_preceding_request_call",
        &["2.9"],
        &[],
        |run| scenario::end(run, Blackbox, 1, false),
    ),
    Check::subscriber(
        "required_spec209_blackbox_must_be_prepared_to_receive_an_on_complete_signal_without_preceding_request_call",
        &["2.9"],
        &[],
        |run| scenario::end(run, Blackbox, 0, false),
    ),
    Check::subscriber(
        "required_spec210_blackbox_must_be_prepared_to_receive_an_on_error_signal_with_preceding_request_call",
        &["2.10"],
        &[],
        |run| scenario::end(run, Blackbox, 1, true),
    ),
    Check::subscriber(
        "required_spec210_blackbox_must_be_prepared_to_receive_an_on_error_signal_without_preceding_request_call",
        &["2.10"],
        &[],
        |run| scenario::end(run, Blackbox, 0, true),
    ),
    Check::subscriber(
        "untested_spec213_blackbox_failing_on_signal_invocation",
        &["2.13"],
        &[UserCode],
        |run| scenario::failing_inside(run, Blackbox),
    ),
    Check::subscriber(
        "untested_spec301_blackbox_must_not_be_called_outside_subscriber_context",
        &["3.1"],
        &[],
        |run| scenario::registered_demand(run, Blackbox),
    )
    .advice(),
    Check::subscriber(
        "untested_spec308_blackbox_request_must_register_given_number_elements_to_be_produced",
        &["3.8", "2.1"],
        &[],
        |run| scenario::registered_demand(run, Blackbox),
    ),
    Check::subscriber(
        "untested_spec310_blackbox_request_may_synchronously_call_on_next_on_subscriber",
        &["3.10"],
        &[],
        |run| scenario::synchronous_elements(run, Blackbox),
    ),
    Check::subscriber(
        "untested_spec311_blackbox_request_may_synchronously_call_on_complete_or_on_error",
        &["3.11"],
        &[],
        |run| scenario::synchronous_end(run, Blackbox, false),
    ),
    Check::subscriber(
        "untested_spec314_blackbox_cancel_may_cause_the_publisher_to_shutdown_if_no_other_subscription_exists",
        &["3.14"],
        &[LoseInterest],
        |run| scenario::shut_down(run, Blackbox),
    ),
    Check::subscriber(
        "untested_spec315_blackbox_cancel_must_not_throw_exception_and_must_signal_on_error",
        &["3.15"],
        &[LoseInterest],
        |run| scenario::dropped_inside_cancel(run, Blackbox),
    ),
    Check::subscriber(
        "untested_spec316_blackbox_request_must_not_throw_exception_and_must_on_error_the_subscriber",
        &["3.16", "3.11"],
        &[],
        |run| scenario::synchronous_end(run, Blackbox, true),
    ),
];
