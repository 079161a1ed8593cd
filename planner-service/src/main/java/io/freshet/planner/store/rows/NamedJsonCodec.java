package io.freshet.planner.store.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.json.EventJson;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.DeferredEdgeChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Rows of several kinds: the name of the kind on a line of its own, then the row as JSON. */
final class NamedJsonCodec<V> implements Codec<V> {
    static final Codec<Event> EVENTS = new NamedJsonCodec<>(EventTypes.all());

    static final Codec<Continuation> CONTINUATIONS = new NamedJsonCodec<>(Map.ofEntries(
            Map.entry(Continuation.Invalidate.class, "unsettling"),
            Map.entry(Continuation.ForgetInstance.class, "forgetting"),
            Map.entry(DeferredEdgeChange.class, "edge-change"),
            Map.entry(Continuation.ChangeEdges.class, "changing-edges"),
            Map.entry(Continuation.NotifyReaders.class, "notifying"),
            Map.entry(Continuation.SweepTask.class, "sweeping"),
            Map.entry(Continuation.Foremost.class, "foremost"),
            Map.entry(Continuation.StopRun.class, "stopping"),
            Map.entry(Continuation.Clearing.class, "clearing"),
            Map.entry(Continuation.Removing.class, "removing"),
            Map.entry(Continuation.HandingOver.class, "handing-over"),
            Map.entry(Continuation.Republishing.class, "republishing"),
            Map.entry(Continuation.Dropping.class, "dropping"),
            Map.entry(Continuation.Discarding.class, "discarding"),
            Map.entry(Continuation.Unholding.class, "unholding"),
            Map.entry(Continuation.Connecting.class, "connecting"),
            Map.entry(Continuation.Recounting.class, "recounting"),
            Map.entry(Continuation.Defining.class, "defining"),
            Map.entry(Continuation.Joining.class, "joining"),
            Map.entry(Continuation.Marking.class, "marking"),
            Map.entry(Continuation.Listing.class, "listing"),
            Map.entry(Continuation.Pruning.class, "pruning"),
            Map.entry(Continuation.Finishing.class, "finishing")));

    private final Map<Class<? extends V>, String> names;

    private NamedJsonCodec(Map<Class<? extends V>, String> names) {
        this.names = names;
    }

    @Override
    public byte[] write(V value) {
        String name = names.get(value.getClass());
        if (name == null) {
            throw new IllegalStateException("no row has a name for " + value.getClass());
        }
        try {
            return (name + '\n' + EventJson.mapper().writeValueAsString(value)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row '%s' cannot be written".formatted(name), e);
        }
    }

    @Override
    public V read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String name = text.substring(0, Math.max(0, end));
        for (Map.Entry<Class<? extends V>, String> entry : names.entrySet()) {
            if (entry.getValue().equals(name)) {
                return read(name, text.substring(end + 1), entry.getKey());
            }
        }
        throw new IllegalStateException("a row is called '%s', which this release does not know".formatted(name));
    }

    private V read(String name, String json, Class<? extends V> type) {
        try {
            return EventJson.mapper().readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException("a row '%s' cannot be read".formatted(name), e);
        }
    }
}
