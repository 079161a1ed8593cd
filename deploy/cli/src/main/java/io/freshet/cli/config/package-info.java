/** What the commands are given of the process that they run in. */
@NullMarked
package io.freshet.cli.config;

import org.jspecify.annotations.NullMarked;
