package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.FILE_NAME;
import static io.freshet.language.grammar.ValueTypes.LAYOUT;
import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.PATH;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.duration;
import static io.freshet.language.grammar.ValueTypes.listOf;
import static io.freshet.language.grammar.ValueTypes.oneOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.util.List;

/** The keys of a dataset, of how it is watched, and of what its records are. */
final class DatasetKeys {
    static final Section DATASET = new Section("`spec.datasets.<name>`");
    static final Key<String> DIRECTORY = DATASET.key("path")
            .takes(PATH)
            .absent("the dataset's name", "Its directory, below the namespace's directory.");
    static final Key<Layout> FILES = DATASET.key("layout")
            .takes(LAYOUT)
            .orElse(Layout.WHOLE_DIRECTORY, "`**`: one partition", "How its files map to partitions.");
    static final Key<YamlNode> WATCH = DATASET.key("watch")
            .takes(structure("mapping"))
            .absent("see below", "How the watcher looks at it, if no task produces it.");
    static final Key<YamlNode> REGISTRY = DATASET.key("registry")
            .takes(structure("mapping"))
            .absent("not said", "What its records are. Recorded; nothing reads it yet.");
    static final Key<DatasetSpec.Deletions> DELETIONS = DATASET.key("deletions")
            .takes(oneOf(DatasetSpec.Deletions.class))
            .orElse(
                    DatasetSpec.Deletions.PROPAGATE,
                    "Whether readers lose a partition that is no longer there, and with it what was made of it alone, or keep what it was.");
    static final Key<List<String>> LABELS = DATASET.key("labels")
            .takes(listOf(NAME))
            .orElse(List.of(), "none", "Such as `phi`. Shown; they protect nothing yet.");
    static final Key<String> ZONE = DATASET.key("zone")
            .takes(NAME)
            .absent("the default root", "The storage root that it lives in. Not available yet: refused.");

    static final Section OF_WATCH = new Section("`spec.datasets.<name>.watch`");
    static final Key<Duration> SETTLE = OF_WATCH.key("settle")
            .takes(duration(Duration.ZERO, Duration.ofDays(1)))
            .orElse(WatchSpec.DEFAULT.settle(), "How long a partition's files must have been still.");
    static final Key<List<String>> IGNORE = OF_WATCH.key("ignore")
            .takes(listOf(FILE_NAME.calledBy("globs")))
            .orElse(WatchSpec.DEFAULT.ignore(), "none", "File names (not paths) that are no data.");
    static final Key<String> COMPLETE_WHEN = OF_WATCH.key("completeWhen")
            .takes(FILE_NAME)
            .absent("none", "A file that must be in a partition's directory before it counts.");

    static final Section OF_REGISTRY = new Section("`spec.datasets.<name>.registry`");
    static final Key<List<String>> PRIMARY_KEY = OF_REGISTRY
            .key("primaryKey")
            .takes(listOf(TEXT))
            .orElse(List.of(), "none", "The columns that identify a record.");
    static final Key<String> INCREMENTAL_FIELD =
            OF_REGISTRY.key("incrementalField").takes(TEXT).absent("none", "The column that grows with every change.");
    static final Key<String> INGESTION = OF_REGISTRY
            .key("ingestion")
            .takes(oneOf("full", "incremental"))
            .orElse("full", "Whether an extract has all records or the changed ones.");

    private DatasetKeys() {}
}
