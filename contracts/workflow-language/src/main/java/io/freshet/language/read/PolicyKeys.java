package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.FLAG;
import static io.freshet.language.grammar.ValueTypes.LAYOUT;
import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.duration;
import static io.freshet.language.grammar.ValueTypes.integer;
import static io.freshet.language.grammar.ValueTypes.listOf;
import static io.freshet.language.grammar.ValueTypes.number;
import static io.freshet.language.grammar.ValueTypes.oneOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.grammar.ValueType;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keys of what happens around a task's attempts: retries, identity, failure, cache, batch. */
final class PolicyKeys {
    private static final int MOST_RETRIES = 100;
    private static final int LARGEST_BATCH = 1_000;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final ValueType<Integer> ID = integer(0, Integer.MAX_VALUE);

    static final ValueType<Integer> RETRY_COUNT = integer(0, MOST_RETRIES);
    static final ValueType<Integer> BATCH_SIZE = integer(1, LARGEST_BATCH);
    static final ValueType<String> CACHE_MODE = oneOf("on", "off");

    static final Section RETRIES = new Section("`spec.tasks.<name>.retries`");
    static final Key<Integer> MAX =
            RETRIES.key("max").takes(RETRY_COUNT).required("How many attempts may follow the first.");
    static final Key<YamlNode> BACKOFF =
            RETRIES.key("backoff").takes(structure("mapping")).absent("see below", "How long to wait before them.");
    static final Key<YamlNode> KINDS = RETRIES.key("kinds")
            .takes(structure("mapping"))
            .absent("`max` for each", "How many there may be after a failure of a certain kind.");

    static final Section RETRY_KINDS = new Section("`spec.tasks.<name>.retries.kinds`");
    static final Map<FailureKind, Key<Integer>> OF_KINDS = ofKinds();

    static final Section OF_BACKOFF = new Section("`spec.tasks.<name>.retries.backoff`");
    static final Key<Duration> INITIAL = OF_BACKOFF
            .key("initial")
            .takes(duration(MILLISECOND, Duration.ofDays(1)))
            .orElse(RetrySpec.NONE.initial(), "The wait before the first retry.");
    static final Key<Double> FACTOR = OF_BACKOFF
            .key("factor")
            .takes(number(1, 100))
            .orElse(RetrySpec.NONE.factor(), "By which every further wait is longer.");
    static final Key<Duration> LIMIT = OF_BACKOFF
            .key("max")
            .takes(duration(MILLISECOND, Duration.ofDays(7)))
            .orElse(RetrySpec.NONE.limit(), "The longest wait.");

    static final Section RUN_AS = new Section("`spec.tasks.<name>.runAs`");
    static final Key<String> IDENTITY = RUN_AS.key("identity")
            .takes(NAME)
            .absent(
                    "the default that the identity policy has for the task",
                    "The identity's name in the [identity policy](../operations/identity.md).");
    static final Key<String> SERVICE_ACCOUNT =
            RUN_AS.key("serviceAccount").takes(NAME).absent("the identity's", "On Kubernetes.");
    static final Key<Integer> USER =
            RUN_AS.key("user").takes(ID).absent("the identity's, else the executor's default", "The numeric user id.");
    static final Key<Integer> GROUP = RUN_AS.key("group")
            .takes(ID)
            .absent("the identity's, else the executor's default", "The numeric group id.");
    static final Key<List<Integer>> GROUPS =
            RUN_AS.key("groups").takes(listOf(ID)).absent("the identity's, else none", "Further numeric group ids.");

    static final Section ON_FAILURE = new Section("`spec.tasks.<name>.onFailure`");
    static final Key<YamlNode> FALLBACK =
            ON_FAILURE.key("fallback").takes(structure("mapping")).absent("none", "Another way to make the outputs.");
    static final Key<Boolean> ALLOW = ON_FAILURE
            .key("allow")
            .takes(FLAG)
            .orElse(false, "Whether downstream goes on as if the outputs had not changed.");
    static final Key<Boolean> FAIL_FAST =
            ON_FAILURE.key("failFast").takes(FLAG).orElse(false, "Whether the whole run is cancelled.");

    static final Section OF_FALLBACK = new Section("`spec.tasks.<name>.onFailure.fallback`");
    static final Key<YamlNode> FALLBACK_COMMAND = OF_FALLBACK
            .key("command")
            .takes(structure("list of texts"))
            .required("Program and arguments, as in `run`.");

    static final Section CACHE = new Section("`spec.tasks.<name>.cache` (exactly one key)");
    static final Key<Duration> TTL = CACHE.key("ttl")
            .takes(duration(Duration.ofSeconds(1), Duration.ofDays(3_660)))
            .absent("-", "How long a result may be used. Not available yet: refused.");
    static final Key<String> CACHE_KEY = CACHE.key("key")
            .takes(TEXT.calledBy("expression"))
            .absent("-", "A result may be used while this has the same value. Not available yet: refused.");

    static final Section BATCH = new Section("`spec.tasks.<name>.batch`");
    static final Key<Integer> BATCH_MAX =
            BATCH.key("max").takes(BATCH_SIZE).required("How many instances one pod may work through.");

    static final Section CONCURRENCY = new Section("`spec.concurrency` and `spec.tasks.<name>.concurrency`");
    static final Key<Layout> CONCURRENCY_KEY = CONCURRENCY
            .key("key")
            .takes(LAYOUT)
            .required("What attempts have in common, made of dimensions: `\"{source}\"`, or `\"{date:yyyy-MM}\"`.");
    static final Key<Integer> CONCURRENCY_MAX = CONCURRENCY
            .key("max")
            .takes(integer(1, Integer.MAX_VALUE))
            .required("How many attempts with the same key may run at once.");

    private PolicyKeys() {}

    private static Map<FailureKind, Key<Integer>> ofKinds() {
        Map<FailureKind, Key<Integer>> keys = new EnumMap<>(FailureKind.class);
        keys.put(FailureKind.EXIT, ofKind(FailureKind.EXIT, "The command ended with another status than 0."));
        keys.put(FailureKind.TIMEOUT, ofKind(FailureKind.TIMEOUT, "It took too long."));
        keys.put(FailureKind.OOM, ofKind(FailureKind.OOM, "It needed more memory than it may use."));
        keys.put(FailureKind.CHECK, ofKind(FailureKind.CHECK, "A check of its outputs failed."));
        return Collections.unmodifiableMap(keys);
    }

    private static Key<Integer> ofKind(FailureKind kind, String meaning) {
        return RETRY_KINDS
                .key(kind.name().toLowerCase(Locale.ROOT))
                .takes(RETRY_COUNT)
                .absent("`max`", meaning);
    }
}
