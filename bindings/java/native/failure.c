#include "failure.h"

#include <string.h>

#include "classes.h"
#include "dlopt.h"

static jclass failure;
static jmethodID of;

int dlopt_java_failure_init(JNIEnv* jenv) {
  failure = dlopt_java_class(jenv, "org/dlopt/internal/Failure");
  if (!failure) return 0;
  of = (*jenv)->GetStaticMethodID(jenv, failure, "of", "(I[B)Ljava/lang/RuntimeException;");
  return of != NULL;
}

jbyteArray dlopt_java_bytes(JNIEnv* jenv, const char* text) {
  if (!text) return NULL;
  jsize length = (jsize)strlen(text);
  jbyteArray bytes = (*jenv)->NewByteArray(jenv, length);
  if (bytes) (*jenv)->SetByteArrayRegion(jenv, bytes, 0, length, (const jbyte*)text);
  return bytes;
}

void dlopt_java_throw(JNIEnv* jenv, int32_t status) {
  if ((*jenv)->ExceptionCheck(jenv)) return;
  jbyteArray text = dlopt_java_bytes(jenv, dlopt_last_error());
  if (!text) return; /* out of memory, which is pending */
  jthrowable made = (*jenv)->CallStaticObjectMethod(jenv, failure, of, (jint)status, text);
  if (!(*jenv)->ExceptionCheck(jenv)) (*jenv)->Throw(jenv, made);
}
