//! What a user relies on: records of our articles, properties, the rooms of the code. One binary: one link, one copy of the reader.

mod counts;
mod dates;
mod demo;
mod designations;
mod golden;
mod layers;
mod names;
mod newsroom;
mod properties;
mod reading;
mod statements;
mod times;
mod words;
