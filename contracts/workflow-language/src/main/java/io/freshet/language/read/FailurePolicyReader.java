package io.freshet.language.read;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.ConcurrencySpec;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.text.DurationText;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what happens around a task's attempts: retries, identity, failure, cache, batch, concurrency. */
final class FailurePolicyReader {
    private final SpecErrors errors;
    private final ValueReaders values;
    private final RunReader runs;

    FailurePolicyReader(SpecErrors errors, ValueReaders values, RunReader runs) {
        this.errors = errors;
        this.values = values;
        this.runs = runs;
    }

    Optional<RetrySpec> retries(YamlNode node) {
        RetrySpec none = RetrySpec.NONE;
        if (node instanceof YamlNode.Scalar) {
            return PolicyKeys.RETRY_COUNT
                    .reader()
                    .read(node, values)
                    .map(max -> new RetrySpec(max, none.initial(), none.factor(), none.limit(), Map.of()));
        }
        MappingReader fields = new MappingReader(node, PolicyKeys.RETRIES, errors);
        int max = fields.require(PolicyKeys.MAX).orElse(0);
        Map<FailureKind, Integer> kinds =
                fields.read(PolicyKeys.KINDS).map(this::kinds).orElse(Map.of());
        return Optional.of(fields.read(PolicyKeys.BACKOFF)
                .flatMap(backoff -> backoff(backoff, max, kinds))
                .orElse(new RetrySpec(max, none.initial(), none.factor(), none.limit(), kinds)));
    }

    private Map<FailureKind, Integer> kinds(YamlNode node) {
        MappingReader fields = new MappingReader(node, PolicyKeys.RETRY_KINDS, errors);
        Map<FailureKind, Integer> kinds = new EnumMap<>(FailureKind.class);
        PolicyKeys.OF_KINDS.forEach((kind, key) -> fields.read(key).ifPresent(most -> kinds.put(kind, most)));
        return kinds;
    }

    private Optional<RetrySpec> backoff(YamlNode node, int max, Map<FailureKind, Integer> kinds) {
        RetrySpec none = RetrySpec.NONE;
        MappingReader fields = new MappingReader(node, PolicyKeys.OF_BACKOFF, errors);
        Optional<Duration> initial = fields.read(PolicyKeys.INITIAL);
        double factor = fields.get(PolicyKeys.FACTOR);
        Optional<Duration> limit = fields.read(PolicyKeys.LIMIT);
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

    RunAsSpec runAs(YamlNode node) {
        MappingReader fields = new MappingReader(node, PolicyKeys.RUN_AS, errors);
        return new RunAsSpec(
                fields.orNull(PolicyKeys.IDENTITY),
                fields.orNull(PolicyKeys.SERVICE_ACCOUNT),
                fields.orNull(PolicyKeys.USER),
                fields.orNull(PolicyKeys.GROUP),
                fields.orNull(PolicyKeys.GROUPS));
    }

    FailureSpec onFailure(YamlNode node) {
        MappingReader fields = new MappingReader(node, PolicyKeys.ON_FAILURE, errors);
        Optional<List<String>> fallback = fields.read(PolicyKeys.FALLBACK)
                .map(command -> runs.command(
                        new MappingReader(command, PolicyKeys.OF_FALLBACK, errors), PolicyKeys.FALLBACK_COMMAND));
        return new FailureSpec(fallback.orElse(null), fields.get(PolicyKeys.ALLOW), fields.get(PolicyKeys.FAIL_FAST));
    }

    Optional<CacheSpec> cache(YamlNode node) {
        if (node instanceof YamlNode.Scalar) {
            return PolicyKeys.CACHE_MODE
                    .reader()
                    .read(node, values)
                    .map(mode -> mode.equals("on") ? new CacheSpec.On() : new CacheSpec.Off());
        }
        MappingReader fields = new MappingReader(node, PolicyKeys.CACHE, errors);
        if (!fields.hasOne()) {
            return Optional.empty();
        }
        return fields.read(PolicyKeys.TTL)
                .<CacheSpec>map(CacheSpec.Ttl::new)
                .or(() -> fields.read(PolicyKeys.CACHE_KEY).map(CacheSpec.Key::new));
    }

    Optional<ConcurrencySpec> concurrency(YamlNode node) {
        MappingReader fields = new MappingReader(node, PolicyKeys.CONCURRENCY, errors);
        Optional<Layout> key = fields.require(PolicyKeys.CONCURRENCY_KEY);
        Optional<Integer> max = fields.require(PolicyKeys.CONCURRENCY_MAX);
        return key.flatMap(found -> max.map(most -> new ConcurrencySpec(found, most)));
    }

    Optional<BatchSpec> batch(YamlNode node) {
        Optional<Integer> max = node instanceof YamlNode.Scalar
                ? PolicyKeys.BATCH_SIZE.reader().read(node, values)
                : new MappingReader(node, PolicyKeys.BATCH, errors).require(PolicyKeys.BATCH_MAX);
        return max.filter(most -> most > 1).map(BatchSpec::new);
    }
}
