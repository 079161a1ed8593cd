package io.freshet.language.read;

import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.text.DurationText;
import io.freshet.language.grammar.Grammar;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.PathValueReaders;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.TimeValueReaders;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what happens around a task's attempts: retries, identity, failure, cache, batch. */
final class FailurePolicyReader {
    private static final int MOST_RETRIES = 100;
    private static final int LARGEST_BATCH = 1_000;
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final SpecErrors errors;
    private final ValueReaders values;
    private final TimeValueReaders times;

    FailurePolicyReader(SpecErrors errors, ValueReaders values, TimeValueReaders times) {
        this.errors = errors;
        this.values = values;
        this.times = times;
    }

    Optional<RetrySpec> retries(YamlNode node) {
        RetrySpec none = RetrySpec.NONE;
        if (node instanceof YamlNode.Scalar) {
            return values.integer(0, MOST_RETRIES)
                    .apply(node)
                    .map(max -> new RetrySpec(max, none.initial(), none.factor(), none.limit(), Map.of()));
        }
        MappingReader fields = new MappingReader(node, Grammar.RETRIES, errors);
        int max = fields.require("max", values.integer(0, MOST_RETRIES)).orElse(0);
        Map<FailureKind, Integer> kinds = fields.read("kinds", this::kinds).orElse(Map.of());
        return Optional.of(fields.read("backoff", backoff -> backoff(backoff, max, kinds))
                .orElse(new RetrySpec(max, none.initial(), none.factor(), none.limit(), kinds)));
    }

    private Optional<Map<FailureKind, Integer>> kinds(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.RETRY_KINDS, errors);
        Map<FailureKind, Integer> kinds = new EnumMap<>(FailureKind.class);
        for (String name : Grammar.RETRY_KINDS.names()) {
            fields.read(name, values.integer(0, MOST_RETRIES))
                    .ifPresent(most -> kinds.put(FailureKind.valueOf(name.toUpperCase(Locale.ROOT)), most));
        }
        return Optional.of(kinds);
    }

    private Optional<RetrySpec> backoff(YamlNode node, int max, Map<FailureKind, Integer> kinds) {
        RetrySpec none = RetrySpec.NONE;
        MappingReader fields = new MappingReader(node, Grammar.BACKOFF, errors);
        Optional<Duration> initial = fields.read("initial", times.duration(MILLISECOND, Duration.ofDays(1)));
        double factor = fields.read("factor", values.number(1, 100)).orElse(none.factor());
        Optional<Duration> limit = fields.read("max", times.duration(MILLISECOND, Duration.ofDays(7)));
        Duration first = initial.orElse(none.initial());
        // A first wait beyond the usual limit raises the limit, unless the author set one.
        Duration longest = limit.orElse(first.compareTo(none.limit()) > 0 ? first : none.limit());
        if (limit.isPresent() && initial.isPresent() && first.compareTo(longest) > 0) {
            return values.wrong(
                    node,
                    SpecErrorCode.OUT_OF_RANGE,
                    "initial %s is longer than max %s"
                            .formatted(DurationText.format(first), DurationText.format(longest)),
                    "make max at least as long");
        }
        return Optional.of(new RetrySpec(max, first.compareTo(longest) > 0 ? longest : first, factor, longest, kinds));
    }

    Optional<RunAsSpec> runAs(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.RUN_AS, errors);
        var number = values.integer(0, Integer.MAX_VALUE);
        return Optional.of(new RunAsSpec(
                fields.read("identity", values::name).orElse(null),
                fields.read("serviceAccount", values::name).orElse(null),
                fields.read("user", number).orElse(null),
                fields.read("group", number).orElse(null),
                fields.read("groups", values.listOf(number)).orElse(null)));
    }

    Optional<FailureSpec> onFailure(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.ON_FAILURE, errors);
        Optional<List<String>> fallback = fields.read(
                "fallback",
                command -> Optional.of(new RunReader(errors, values, new PathValueReaders(values))
                        .command(new MappingReader(command, Grammar.FALLBACK, errors))));
        return Optional.of(new FailureSpec(
                fallback.orElse(null),
                fields.read("allow", values::bool).orElse(false),
                fields.read("failFast", values::bool).orElse(false)));
    }

    Optional<CacheSpec> cache(YamlNode node) {
        if (node instanceof YamlNode.Scalar) {
            return values.oneOf("on", "off")
                    .apply(node)
                    .map(mode -> mode.equals("on") ? new CacheSpec.On() : new CacheSpec.Off());
        }
        MappingReader fields = new MappingReader(node, Grammar.CACHE, errors);
        return fields.single()
                .flatMap(key -> key.equals("ttl")
                        ? fields.read(key, times.duration(Duration.ofSeconds(1), Duration.ofDays(3_660)))
                                .map(CacheSpec.Ttl::new)
                        : fields.read(key, values::text).map(CacheSpec.Key::new));
    }

    Optional<BatchSpec> batch(YamlNode node) {
        var number = values.integer(1, LARGEST_BATCH);
        Optional<Integer> max = node instanceof YamlNode.Scalar
                ? number.apply(node)
                : new MappingReader(node, Grammar.BATCH, errors).require("max", number);
        return max.filter(most -> most > 1).map(BatchSpec::new);
    }
}
