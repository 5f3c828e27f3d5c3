//! How several windows keep one history. No I/O: what is to be done comes out as an `Effect`, what was done comes in as
//! an `Input`. Three interpreters run the same machine: the browser, the simulator and a test.

pub mod hint;
pub mod machine;
