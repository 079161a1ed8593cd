/** YAML as a bounded tree of nodes that know where they stand. The only package that knows the YAML library. */
@NullMarked
package io.freshet.language.yaml;

import org.jspecify.annotations.NullMarked;
