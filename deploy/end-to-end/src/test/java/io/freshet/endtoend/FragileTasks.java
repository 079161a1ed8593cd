package io.freshet.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * Tasks that are broken at will: {@code make} copies from dataset {@code raw} to {@code made}, and fails for a name while it is broken; {@code
 * send} copies on to {@code sent}.
 */
record FragileTasks(Scene scene) {
    /** From now on the task fails for a name. */
    void fail(String name) throws IOException {
        Files.writeString(scene.scratch().resolve(name), "breaks it\n");
    }

    /** From now on the task does not fail for a name. */
    void mend(String name) throws IOException {
        Files.delete(scene.scratch().resolve(name));
    }

    void deploy(String workflow) throws IOException {
        deploy(workflow, "", "");
    }

    /**
     * Deploys the workflow.
     *
     * @param datasets more of them, a line of YAML each
     * @param tasks more of them, in YAML
     */
    void deploy(String workflow, String datasets, String tasks) throws IOException {
        scene.deploy(Map.of(
                "workflow.yaml", """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: %s}
                spec:
                  datasets:
                    raw:  {path: raw, layout: "{name}.txt", watch: {settle: 0s}}
                    made: {path: made, layout: "{name}.txt"}
                    sent: {path: sent, layout: "{name}.txt"}
                %s
                  tasks:
                    make:
                      inputs: {raw: {}}
                      outputs: {made: {}}
                      run: {command: [sh, make.sh]}
                    send:
                      inputs: {made: {}}
                      outputs: {sent: {}}
                      run: {command: [sh, -c, 'cp "$FRESHET_IN_MADE"/*.txt "$FRESHET_OUT_SENT"/']}
                %s
                """.formatted(workflow, datasets.indent(4), tasks.indent(4)), "make.sh", """
                [ ! -e '%s'/"$FRESHET_PARTITION_NAME" ] || exit 3
                cp "$FRESHET_IN_RAW"/*.txt "$FRESHET_OUT_MADE"/
                """.formatted(
                                scene.scratch())));
    }
}
