/**
 * HTTP over OkHttp: the transport of {@code Http}, the instrumented client for what teams already have on OkHttp, and the
 * session that holds both for one virtual user.
 */
@NullMarked
package dev.stampede.http.okhttp;

import org.jspecify.annotations.NullMarked;
