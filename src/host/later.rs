//! The part of the program that the launcher can do without. It is a file of its own, which is fetched while somebody looks
//! at the launcher; whatever needs it waits for it. `scripts/split` cuts the program at these functions: what can be reached
//! through them alone goes into that file.

// The macro declares each function twice, as an import and an export, and a call of an import is unsafe to the compiler.
#![allow(unsafe_code)]

use super::Hall;
use firstline::app::launcher::{Made, NewOperation, Opened};
use firstline::app::part::Missing;
use firstline::board::address::Address;
use firstline::domain::ids::OperationId;
use std::future::Future;
use std::pin::Pin;
use wasm_split_helpers::wasm_split;

/// What a function of that file sets going.
pub type Task<T> = Pin<Box<dyn Future<Output = Result<T, String>>>>;

#[wasm_split(desk, fallible, preload(fetch))]
pub fn open(id: Box<OperationId>, address: Box<Address>) -> Result<Task<Opened>, Missing> {
    Ok(Box::pin(super::open(*id, *address)))
}

#[wasm_split(desk, fallible)]
pub fn create(new: Box<NewOperation>) -> Result<Task<Made>, Missing> {
    Ok(Box::pin(Hall::create_operation(*new)))
}

#[wasm_split(desk, fallible)]
pub fn practice(zone: String) -> Result<Task<Made>, Missing> {
    Ok(Box::pin(Hall::create_practice(zone)))
}

#[wasm_split(desk, fallible)]
pub fn import(text: String) -> Result<Task<Made>, Missing> {
    Ok(Box::pin(Hall::take_over(text)))
}

#[wasm_split(desk, fallible)]
pub fn export(id: Box<OperationId>) -> Result<Task<()>, Missing> {
    Ok(Box::pin(super::export(*id)))
}
