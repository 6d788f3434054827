#include "callbacks.h"

#include "classes.h"
#include "failure.h"

static JavaVM* machine;
static jclass callbacks;
static jmethodID log_line, write_bytes, read_bytes, tell_progress, tell_explosion;

static int find(JNIEnv* jenv, jmethodID* method, const char* name, const char* signature) {
  *method = (*jenv)->GetStaticMethodID(jenv, callbacks, name, signature);
  return *method != NULL;
}

int dlopt_java_callbacks_init(JavaVM* vm, JNIEnv* jenv) {
  machine = vm;
  callbacks = dlopt_java_class(jenv, "org/dlopt/internal/Callbacks");
  return callbacks && find(jenv, &log_line, "log", "(Ljava/lang/Object;I[B)V") &&
         find(jenv, &write_bytes, "write", "(Ljava/lang/Object;Ljava/nio/ByteBuffer;)I") &&
         find(jenv, &read_bytes, "read", "(Ljava/lang/Object;Ljava/nio/ByteBuffer;)I") &&
         find(jenv, &tell_progress, "progress", "(Ljava/lang/Object;JJ)Z") &&
         find(jenv, &tell_explosion, "explosion", "(Ljava/lang/Object;JDD)V");
}

/* That of this thread, which came from Java: dlopt calls back on the thread of its caller. NULL while an exception is on its way there. */
static JNIEnv* environment(void) {
  JNIEnv* jenv = NULL;
  if ((*machine)->GetEnv(machine, (void**)&jenv, JNI_VERSION_1_8) != JNI_OK) return NULL;
  return (*jenv)->ExceptionCheck(jenv) ? NULL : jenv;
}

void dlopt_java_log(void* user, int32_t level, const char* text) {
  JNIEnv* jenv = environment();
  jbyteArray bytes = jenv ? dlopt_java_bytes(jenv, text) : NULL;
  if (!bytes) return;
  (*jenv)->CallStaticVoidMethod(jenv, callbacks, log_line, (jobject)user, (jint)level, bytes);
  (*jenv)->ExceptionCheck(jenv); /* stays pending */
  (*jenv)->DeleteLocalRef(jenv, bytes);
}

/* Hands a block of memory to a method that tells how many of its bytes it used. Buffers of Java have no more than INT32_MAX. */
static int64_t hand(jmethodID method, void* user, void* memory, size_t n) {
  JNIEnv* jenv = environment();
  if (!jenv) return -1;
  jobject buffer = (*jenv)->NewDirectByteBuffer(jenv, memory, n < INT32_MAX ? (jlong)n : INT32_MAX);
  if (!buffer) return -1;
  jint used = (*jenv)->CallStaticIntMethod(jenv, callbacks, method, (jobject)user, buffer);
  if ((*jenv)->ExceptionCheck(jenv)) used = -1;
  (*jenv)->DeleteLocalRef(jenv, buffer);
  return used;
}

int64_t dlopt_java_write(void* user, const void* bytes, size_t n) { return hand(write_bytes, user, (void*)bytes, n); }

int64_t dlopt_java_read(void* user, void* to, size_t n) { return hand(read_bytes, user, to, n); }

int32_t dlopt_java_history(void* user, const void* bytes, size_t n) { return dlopt_java_write(user, bytes, n) != (int64_t)n; }

int32_t dlopt_java_progress(void* user, uint64_t done, uint64_t total) {
  JNIEnv* jenv = environment();
  if (!jenv) return 1;
  jboolean further = (*jenv)->CallStaticBooleanMethod(jenv, callbacks, tell_progress, (jobject)user, (jlong)done, (jlong)total);
  return (*jenv)->ExceptionCheck(jenv) || !further;
}

void dlopt_java_explosion(void* user, int64_t step, double norm, double median) {
  JNIEnv* jenv = environment();
  if (jenv) (*jenv)->CallStaticVoidMethod(jenv, callbacks, tell_explosion, (jobject)user, (jlong)step, norm, median);
}
