/* typemaps.i - how arguments and results cross between Java and C. */

/* A type of Java that is the same in all layers, and of which nothing is to be given back. */
%define SAME(CTYPE, JNITYPE, JAVATYPE)
%typemap(jni) CTYPE #JNITYPE
%typemap(jtype) CTYPE #JAVATYPE
%typemap(jstype) CTYPE #JAVATYPE
%typemap(javain) CTYPE "$javainput"
%typemap(javaout) CTYPE { return $jnicall; }
%typemap(freearg) CTYPE ""
%enddef

/* ---- numbers */

%define NUMBER(CTYPE, JNITYPE, JAVATYPE)
SAME(CTYPE, JNITYPE, JAVATYPE)
%typemap(in) CTYPE "$1 = ($1_ltype)$input;"
%typemap(out) CTYPE "$result = ($typemap(jni, CTYPE))$1;"
%enddef

NUMBER(int32_t, jint, int)
NUMBER(uint32_t, jlong, long)
NUMBER(int64_t, jlong, long)
NUMBER(uint64_t, jlong, long)
NUMBER(size_t, jlong, long)

/* ---- addresses: handles, and elements of the caller's wherever they lie */

%define ADDRESS(CTYPE)
SAME(CTYPE, jlong, long)
%typemap(in) CTYPE "$1 = ($1_ltype)(intptr_t)$input;"
%enddef

%define HANDLE(NAME)
ADDRESS(struct NAME *)
ADDRESS(const struct NAME *)
%enddef

HANDLE(dlopt_runtime)
HANDLE(dlopt_optimizer)
HANDLE(dlopt_schedule)
HANDLE(dlopt_scaler)
HANDLE(dlopt_norm_watch)
HANDLE(dlopt_history)
ADDRESS(void *)
ADDRESS(const void *)
ADDRESS(float *param)
ADDRESS(const float *grad)
ADDRESS(double *param)
ADDRESS(const double *grad)
ADDRESS(dlopt_norm_watch_fn)
ADDRESS(dlopt_history_sink_fn)

/* ---- direct buffers: structures, and arrays that a structure goes on pointing to. Their reference keeps them alive; null is NULL */

%define BUFFER(CTYPE)
SAME(CTYPE, jobject, java.nio.ByteBuffer)
%typemap(in) CTYPE "$1 = $input ? (*jenv)->GetDirectBufferAddress(jenv, $input) : NULL;"
%enddef

%define STRUCTURE(NAME)
BUFFER(struct NAME *)
BUFFER(const struct NAME *)
%enddef

STRUCTURE(dlopt_runtime_desc)
STRUCTURE(dlopt_tensor)
STRUCTURE(dlopt_norm_history)
STRUCTURE(dlopt_hyper_info)
STRUCTURE(dlopt_state_info)
STRUCTURE(dlopt_param_desc)
STRUCTURE(dlopt_memory)
STRUCTURE(dlopt_rows_edit)
STRUCTURE(dlopt_step_desc)
STRUCTURE(dlopt_hyper_value)
STRUCTURE(dlopt_kernel_buffers)
STRUCTURE(dlopt_stats)
STRUCTURE(dlopt_stats_desc)
STRUCTURE(dlopt_sink)
STRUCTURE(dlopt_source)
STRUCTURE(dlopt_save_desc)
STRUCTURE(dlopt_load_desc)
STRUCTURE(dlopt_load_piece)
BUFFER(const int64_t *shape)
BUFFER(double *norms) /* of a norm history */

/* ---- arrays: scalars that C reads, and those that it writes; null is NULL */

%define ARRAY_OF(CTYPE, JAVATYPE, ELEMENTS, RELEASE)
SAME(CTYPE, j##JAVATYPE##Array, JAVATYPE[])
%typemap(in) CTYPE {
  if ($input && !($1 = ($1_ltype)(*jenv)->Get##ELEMENTS(jenv, $input, NULL))) return $null;
}
%typemap(freearg) CTYPE {
  if ($1) (*jenv)->Release##ELEMENTS(jenv, $input, (j##JAVATYPE *)$1, RELEASE);
}
%enddef

%define ARRAY(CTYPE, JAVATYPE, ELEMENTS)
ARRAY_OF(CTYPE *, JAVATYPE, ELEMENTS, 0)
ARRAY_OF(const CTYPE *, JAVATYPE, ELEMENTS, JNI_ABORT)
%enddef

ARRAY(int32_t, int, IntArrayElements)
ARRAY(uint32_t, int, IntArrayElements)
ARRAY(int64_t, long, LongArrayElements)
ARRAY(uint64_t, long, LongArrayElements)
ARRAY(size_t, long, LongArrayElements)
ARRAY(double, double, DoubleArrayElements)
ARRAY_OF(struct dlopt_runtime **, long, LongArrayElements, 0)
ARRAY_OF(struct dlopt_optimizer **, long, LongArrayElements, 0)
ARRAY_OF(struct dlopt_schedule **, long, LongArrayElements, 0)
ARRAY_OF(struct dlopt_scaler **, long, LongArrayElements, 0)
ARRAY_OF(struct dlopt_norm_watch **, long, LongArrayElements, 0)
ARRAY_OF(struct dlopt_history **, long, LongArrayElements, 0)
ARRAY_OF(const double **, long, LongArrayElements, 0)
ARRAY_OF(const struct dlopt_schedule *const *, long, LongArrayElements, JNI_ABORT)
ARRAY_OF(const char *const *, long, LongArrayElements, JNI_ABORT)

/* ---- texts: UTF-8 with a zero at its end; that of JNI is another one */

%typemap(jni) const char * "jbyteArray"
%typemap(jtype) const char * "byte[]"
%typemap(jstype) const char * "String"
%typemap(javain) const char * "Text.bytes(\"$1_name\", $javainput)"
%typemap(javaout) const char * { return Text.of($jnicall); }
%typemap(in) const char * {
  if ($input && !($1 = (char *)(*jenv)->GetByteArrayElements(jenv, $input, NULL))) return $null;
}
%typemap(freearg) const char * {
  if ($1) (*jenv)->ReleaseByteArrayElements(jenv, $input, (jbyte *)$1, JNI_ABORT);
}
%typemap(out) const char * "$result = dlopt_java_bytes(jenv, $1);"

/* ---- statuses: of arguments they are numbers */

%typemap(jni) dlopt_status "void"
%typemap(jtype) dlopt_status "void"
%typemap(jstype) dlopt_status "void"
%typemap(javaout) dlopt_status "{ $jnicall; }"
%typemap(out) dlopt_status "if ($1 != DLOPT_OK) dlopt_java_throw(jenv, $1);"
%apply int32_t { dlopt_status status };

/* ---- what helpers want of Java itself */

%typemap(in, numinputs=0) JNIEnv * "$1 = jenv;"
SAME(dlopt_java_view, jobject, java.nio.ByteBuffer)
%typemap(out) dlopt_java_view "$result = $1;"
