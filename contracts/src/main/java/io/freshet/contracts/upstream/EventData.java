package io.freshet.contracts.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data of an event, byte for byte as it came. Immutable. */
public final class EventData {
    private final byte[] bytes;

    private EventData(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of the bytes. */
    public static EventData of(byte[] bytes) {
        return new EventData(bytes.clone());
    }

    /** A text in UTF-8. */
    public static EventData of(String text) {
        return new EventData(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** As JSON, numbers as they were written; empty if it is none. Read at every call. */
    public Optional<JsonNode> json() {
        try {
            return Optional.of(UpstreamJson.tree(bytes));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventData data && Arrays.equals(bytes, data.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** How much it is; what it says may be anybody's business. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
