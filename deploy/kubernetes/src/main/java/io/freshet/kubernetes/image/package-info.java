/** Builds the container images: stages what goes in, trains the JVM on it, and writes image tarballs without a container engine. */
@NullMarked
package io.freshet.kubernetes.image;

import org.jspecify.annotations.NullMarked;
