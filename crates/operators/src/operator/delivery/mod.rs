mod send_to;

pub use send_to::SendTo;
