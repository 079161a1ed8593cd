package io.freshet.kubernetes.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds all images from packaged modules. Called by the profile {@code images}.
 *
 * <p>Everything but the ahead-of-time caches is the same, byte for byte, whenever and wherever it is built; a training run is never
 * quite like another. Without caches the images are the same everywhere; with them, all layers but the last are.
 */
public final class ImageBuild {
    private ImageBuild() {}

    /** Arguments: the repository, the base image, the version, where to write, and whether to train ({@code true} or {@code false}). */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            throw new IllegalArgumentException("usage: ImageBuild <repository> <base> <version> <directory> <train>");
        }
        Path output = Files.createDirectories(Path.of(arguments[3]).toAbsolutePath());
        Path work = output.resolve("work");
        List<StagedApplication> applications = new ArrayList<>();
        for (ImageSpec spec : ImageSpec.ALL) {
            applications.add(StagedApplication.stage(spec, Path.of(arguments[0]), work.resolve(spec.name())));
        }
        if (Boolean.parseBoolean(arguments[4])) {
            train(applications, work.resolve("training"));
        }
        ImageTarball images = new ImageTarball(arguments[1], arguments[2], work.resolve("layers"));
        for (StagedApplication application : applications) {
            String name = application.spec().name();
            String id = images.write(application, output.resolve(name + ".tar"));
            System.out.printf("%s:%s %s%n", name, arguments[2], id);
        }
    }

    private static void train(List<StagedApplication> applications, Path directory)
            throws IOException, InterruptedException {
        try (Training training = new Training(directory)) {
            for (StagedApplication application : applications) {
                training.train(application);
            }
        }
    }
}
