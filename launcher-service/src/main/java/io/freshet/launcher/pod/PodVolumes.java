package io.freshet.launcher.pod;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.freshet.launcher.dataplane.AttemptView;
import java.nio.file.Path;
import java.util.List;

/**
 * What a pod sees of the storage root: its attempt's directories and nothing else, under the paths that the launcher has for them; inputs
 * and code read-only. What is temporary stays on the node.
 */
public record PodVolumes(KubernetesSettings settings, AttemptView view) {
    private static final String DATA = "freshet-data";
    private static final String TEMPORARY = "freshet-tmp";

    /** Whether it is one of those that are made here, and not a template's. */
    public static boolean isOurs(VolumeMount mount) {
        return mount.getName().equals(DATA) || mount.getName().equals(TEMPORARY);
    }

    List<Volume> volumes() {
        return List.of(
                new VolumeBuilder()
                        .withName(DATA)
                        .withNewPersistentVolumeClaim(settings.claim(), false)
                        .build(),
                new VolumeBuilder()
                        .withName(TEMPORARY)
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build());
    }

    List<VolumeMount> mounts() {
        Path directory = view.directory();
        return List.of(
                data(directory.resolve("in"), true),
                data(view.code(), true),
                data(view.changes(), true),
                data(directory.resolve("out"), false),
                data(view.results(), false),
                temporary(view.tmp().toString()),
                temporary("/tmp"));
    }

    /** What of the storage root is to be seen under the path that it has there. */
    public VolumeMount data(Path path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(DATA)
                .withMountPath(path.toString())
                .withSubPath(settings.root().relativize(path).toString())
                .withReadOnly(readOnly)
                .build();
    }

    private static VolumeMount temporary(String path) {
        return new VolumeMountBuilder().withName(TEMPORARY).withMountPath(path).build();
    }
}
