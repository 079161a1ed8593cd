package io.freshet.benchmarks.load;

/** A workflow that makes one output of each file below {@code in/BUCKET/NAME.txt}, and looks at a file as soon as it is there. */
public final class CopyWorkflow {
    private CopyWorkflow() {}

    /** The workflow file. */
    public static String named(String name) {
        return """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: %s}
                spec:
                  datasets:
                    in: {path: in, layout: "{bucket}/{name}.txt", watch: {settle: 0s}}
                    out: {path: out, layout: "{bucket}/{name}.txt"}
                  tasks:
                    copy:
                      inputs: {in: {}}
                      outputs: {out: {}}
                      run: {command: [/bin/true]}
                """.formatted(name);
    }
}
