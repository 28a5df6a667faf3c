mod chunks;
mod chunks_weighted;
mod cut;
mod ready_chunks;
mod sliding;
