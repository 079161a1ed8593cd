/** What events mean as rows, and what the rows mean together: pure functions. */
@NullMarked
package io.freshet.audit.domain;

import org.jspecify.annotations.NullMarked;
