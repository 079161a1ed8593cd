package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.duration;
import static io.freshet.language.grammar.ValueTypes.integer;
import static io.freshet.language.grammar.ValueTypes.listOf;
import static io.freshet.language.grammar.ValueTypes.oneOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.contracts.spec.TaskSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.util.List;

/** The keys of a task. */
final class TaskKeys {
    private static final int MOST_PRIORITY = 1_000;

    static final Section TASK = new Section("`spec.tasks.<name>`");
    static final Key<YamlNode> INPUTS = TASK.key("inputs")
            .takes(structure("mapping by name, or list of datasets"))
            .absent("none", "What it reads.");
    static final Key<YamlNode> OUTPUTS = TASK.key("outputs")
            .takes(structure("mapping by dataset, or list of datasets"))
            .absent("none", "What it writes; each dataset has one producer.");
    static final Key<List<String>> PARTITION_BY = TASK.key("partitionBy")
            .takes(listOf(TEXT.calledBy("dimensions")))
            .orElse(List.of(), "the outputs' that an input has", "The task's dimensions.");
    static final Key<YamlNode> RUN = TASK.key("run").takes(structure("mapping")).required("What it runs.");
    static final Key<YamlNode> PARAMS = TASK.key("params")
            .takes(structure("mapping of texts"))
            .absent("none", "Constant parameters, besides the workflow's.");
    static final Key<YamlNode> RETRIES = TASK.key("retries")
            .takes(structure("mapping, or " + PolicyKeys.RETRY_COUNT.description()))
            .absent("`0`", "What follows a failure of the task itself.");
    static final Key<Duration> TIMEOUT = TASK.key("timeout")
            .takes(duration(Duration.ofSeconds(1), Duration.ofDays(30)))
            .absent("the installation's", "The longest that one attempt may take.");
    static final Key<YamlNode> RUN_AS = TASK.key("runAs")
            .takes(structure("mapping"))
            .absent("the executor's default", "The identity of its attempts.");
    static final Key<List<String>> CLEARS = TASK.key("clears")
            .takes(listOf(NAME))
            .orElse(List.of(), "none", "Labels that it removes. Recorded; nothing reads it yet.");
    static final Key<String> WHEN = TASK.key("when")
            .takes(TEXT.calledBy("expression"))
            .absent("always", "The condition under which an instance runs.");
    static final Key<YamlNode> ON_FAILURE = TASK.key("onFailure")
            .takes(structure("mapping"))
            .absent("the instance fails", "What happens when all retries are spent.");
    static final Key<String> POOL =
            TASK.key("pool").takes(NAME).orElse(TaskSpec.DEFAULT_POOL, "The pool whose slots its attempts take.");
    static final Key<Integer> PRIORITY =
            TASK.key("priority").takes(integer(-MOST_PRIORITY, MOST_PRIORITY)).orElse(0, "Higher is admitted first.");
    static final Key<Integer> MAX_ACTIVE = TASK.key("maxActive")
            .takes(integer(1, Integer.MAX_VALUE))
            .absent("no limit", "How many of its attempts may run at once.");
    static final Key<YamlNode> CONCURRENCY = TASK.key("concurrency")
            .takes(structure("mapping"))
            .absent("no limit", "How many of its attempts with the same key may run at once.");
    static final Key<TaskSpec.OnChange> ON_CHANGE = TASK.key("onChange")
            .takes(oneOf(TaskSpec.OnChange.class))
            .orElse(TaskSpec.OnChange.QUEUE, "What a change of an input does to a running attempt.");
    static final Key<YamlNode> CACHE = TASK.key("cache")
            .takes(structure(PolicyKeys.CACHE_MODE.description() + ", or mapping"))
            .absent("`on`", "Whether an earlier result of the namespace may answer for an equal action key.");
    static final Key<YamlNode> BATCH = TASK.key("batch")
            .takes(structure("mapping, or " + PolicyKeys.BATCH_SIZE.description()))
            .absent("`1`", "How many instances one pod may work through.");

    private TaskKeys() {}
}
