/** The pods of attempts as values: how they are made, and what their states say. Pure; no client of Kubernetes. */
@NullMarked
package io.freshet.launcher.pod;

import org.jspecify.annotations.NullMarked;
