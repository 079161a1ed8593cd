package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** Whether a result may be taken from an earlier attempt with equal action key. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "mode")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CacheSpec.On.class, name = "on"),
    @JsonSubTypes.Type(value = CacheSpec.Off.class, name = "off"),
    @JsonSubTypes.Type(value = CacheSpec.Ttl.class, name = "ttl"),
    @JsonSubTypes.Type(value = CacheSpec.Key.class, name = "key")
})
public sealed interface CacheSpec {
    /** Always: the task depends on its declared inputs only. */
    record On() implements CacheSpec {}

    /** Never. */
    record Off() implements CacheSpec {}

    /** For this long after the result was made. */
    record Ttl(Duration ttl) implements CacheSpec {}

    /** While this expression has the same value. */
    record Key(String expression) implements CacheSpec {}
}
