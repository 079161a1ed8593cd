package io.freshet.scheduler;

import io.freshet.contracts.data.RelativePath;
import io.freshet.language.bundle.Bundle;
import io.freshet.language.bundle.BundleWriter;
import io.freshet.language.bundle.InvalidBundleException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Small bundles. */
public final class Bundles {
    private Bundles() {}

    /** A workflow that cleans extracts, with a script; it also starts at a time that no test will meet. */
    public static byte[] claims(String script) {
        String workflow = workflow("claims", "extracts", "cleaned")
                + "  triggers: [{schedule: {name: yearly, cron: \"0 6 1 1 *\", timezone: America/Los_Angeles}}]\n";
        return zip(Map.of("workflow.yaml", workflow, "clean.sh", script));
    }

    /** A workflow of one task that reads one dataset and writes another. */
    public static String workflow(String name, String input, String output) {
        return """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: %1$s, description: Cleans}
                spec:
                  datasets:
                    %2$s:
                      path: landing/%2$s
                      layout: "{source}/{date:yyyy-MM-dd}/*.csv"
                    %3$s:
                      path: %3$s
                      layout: "{source}/{date:yyyy-MM-dd}/*.csv"
                  tasks:
                    clean:
                      inputs: {%2$s: {}}
                      outputs: {%3$s: {}}
                      run: {command: [sh, clean.sh], code: [clean.sh]}
                """.formatted(name, input, output);
    }

    /** Two workflows, one of which reads what the other writes, with this layout in both. */
    public static byte[] related(String layout) {
        Map<String, String> files = new HashMap<>();
        String script = "true";
        String first = workflow("first", "raw", "made").replace("{source}/{date:yyyy-MM-dd}/*.csv", layout);
        String second = workflow("second", "made", "kept").replace("landing/made", "made");
        files.put("first/workflow.yaml", first);
        files.put("first/clean.sh", script);
        files.put("second/workflow.yaml", second.replace("{source}/{date:yyyy-MM-dd}/*.csv", layout));
        files.put("second/clean.sh", script);
        return zip(files);
    }

    public static byte[] zip(Map<String, String> files) {
        TreeMap<RelativePath, byte[]> contents = new TreeMap<>();
        files.forEach((path, text) -> contents.put(RelativePath.parse(path), text.getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try {
            BundleWriter.writeZip(Bundle.of(contents), zip);
        } catch (IOException | InvalidBundleException e) {
            throw new IllegalStateException(e);
        }
        return zip.toByteArray();
    }
}
