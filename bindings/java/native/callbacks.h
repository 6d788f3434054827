/* callbacks.h - the functions that C is given to call; each calls its method of class Callbacks with the object that its user pointer
 * holds.
 *
 * An exception of Java stays pending until the call of dlopt that it happened in returns to Java; until then no callback calls Java again,
 * and those that can, stop the call. */
#ifndef DLOPT_JAVA_CALLBACKS_H
#define DLOPT_JAVA_CALLBACKS_H

#include <jni.h>
#include <stddef.h>
#include <stdint.h>

/* Finds the methods. Returns 0 with an exception pending when one is not there. */
int dlopt_java_callbacks_init(JavaVM* vm, JNIEnv* jenv);

void dlopt_java_log(void* user, int32_t level, const char* text);
int64_t dlopt_java_write(void* user, const void* bytes, size_t n);
int64_t dlopt_java_read(void* user, void* to, size_t n);
int32_t dlopt_java_progress(void* user, uint64_t done, uint64_t total);
int32_t dlopt_java_history(void* user, const void* bytes, size_t n);
void dlopt_java_explosion(void* user, int64_t step, double norm, double median);

#endif
