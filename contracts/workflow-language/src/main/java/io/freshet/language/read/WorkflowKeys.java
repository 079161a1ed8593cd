package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.integer;
import static io.freshet.language.grammar.ValueTypes.oneOf;
import static io.freshet.language.grammar.ValueTypes.only;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;

/** The keys of the file, of {@code spec} itself, and of a parameter. */
final class WorkflowKeys {
    /** Keys that begin with {@code x-} are passed over: authors keep anchors there. */
    static final Section ROOT = new Section("The file", "x-");

    static final Key<String> API_VERSION =
            ROOT.key("apiVersion").takes(only(WorkflowSpec.API_VERSION)).required("`freshet.io/v1`.");
    static final Key<String> KIND = ROOT.key("kind").takes(only("Workflow")).required("`Workflow`.");
    static final Key<YamlNode> METADATA =
            ROOT.key("metadata").takes(structure("mapping")).required("What the workflow is called.");
    static final Key<YamlNode> SPEC =
            ROOT.key("spec").takes(structure("mapping")).required("What it does.");

    static final Section OF_METADATA = new Section("`metadata`");
    static final Key<String> WORKFLOW_NAME =
            OF_METADATA.key("name").takes(NAME).required("The workflow's name, unique in its namespace.");
    static final Key<String> DESCRIPTION =
            OF_METADATA.key("description").takes(TEXT).orElse("", "empty", "One sentence for people.");

    static final Section OF_SPEC = new Section("`spec`");
    static final Key<YamlNode> PARAMS =
            OF_SPEC.key("params").takes(structure("mapping by name")).absent("none", "Parameters that a run may set.");
    static final Key<Overlap> OVERLAP = OF_SPEC.key("overlap")
            .takes(oneOf(Overlap.class))
            .orElse(Overlap.PARALLEL, "What becomes of a run that is asked for while another one is under way.");
    static final Key<Integer> MAX_ACTIVE = OF_SPEC.key("maxActive")
            .takes(integer(1, Integer.MAX_VALUE))
            .absent("no limit", "How many attempts of all its tasks may run at once.");
    static final Key<YamlNode> CONCURRENCY = OF_SPEC.key("concurrency")
            .takes(structure("mapping"))
            .absent(
                    "no limit",
                    "How many attempts with the same key may run at once, of all tasks that have the key's dimensions.");
    static final Key<YamlNode> DATASETS =
            OF_SPEC.key("datasets").takes(structure("mapping by name")).required("The data that tasks read and write.");
    static final Key<YamlNode> TASKS =
            OF_SPEC.key("tasks").takes(structure("mapping by name")).required("The processing steps; at least one.");
    static final Key<YamlNode> TRIGGERS = OF_SPEC.key("triggers")
            .takes(structure("list"))
            .absent("none", "What starts the workflow besides changes of its datasets.");
    static final Key<YamlNode> DEADLINES = OF_SPEC.key("deadlines")
            .takes(structure("list"))
            .absent(
                    "none",
                    "By when datasets or runs must be there; see [deadlines](../guides/deadlines-and-alerts.md).");
    static final Key<YamlNode> ALERTS = OF_SPEC.key("alerts")
            .takes(structure("list"))
            .absent(
                    "none",
                    "Of what people are alerted, and how; see [alerts](../guides/deadlines-and-alerts.md#alerts).");

    static final Section OF_PARAM = new Section("`spec.params.<name>`");
    static final Key<ParamSpec.Type> TYPE = OF_PARAM.key("type")
            .takes(oneOf(ParamSpec.Type.class))
            .orElse(ParamSpec.Type.STRING, "What a value must read as.");
    static final Key<YamlNode> DEFAULT = OF_PARAM.key("default")
            .takes(structure("text"))
            .absent("every run must set it", "The value where a run sets none.");
    static final Key<YamlNode> ENUM =
            OF_PARAM.key("enum").takes(structure("list of texts")).absent("any value", "The only values there are.");

    private WorkflowKeys() {}
}
