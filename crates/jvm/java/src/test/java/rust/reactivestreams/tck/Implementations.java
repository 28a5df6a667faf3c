package rust.reactivestreams.tck;

import java.util.List;

/** What the official TCK is run on, by the names that the native library gives them. */
final class Implementations {
    private Implementations() {}

    static final List<String> SOURCES = List.of(
            "range", "unfold", "generate", "create", "channel",
            "map and filter", "take", "scan", "concat_map", "flat_map", "flat_map_iter", "chunks", "group_by", "window",
            "defer", "switch_map", "merge", "concat", "zip", "zip3", "combine_latest", "on_error_resume", "share",
            "replay", "publish_on", "subscribe_on", "map_async", "map_async_unordered", "flat_map_sequential (threads)");

    static final List<String> PROCESSORS = List.of(
            "share", "map and filter", "concat_map", "flat_map", "flat_map_iter", "merge", "zip", "chunks", "buffer_until",
            "group_by", "publish_on", "map_async");

    static final List<String> SINKS = List.of("fold", "for_each", "collect", "base_subscriber");
}
