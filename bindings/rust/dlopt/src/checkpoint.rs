//! An optimizer saved, and loaded again: to go on as if it had never stopped. Checkpoints are safetensors files.

use std::ffi::CString;
use std::io::{self, ErrorKind, Read, Write};
use std::os::raw::{c_char, c_void};
use std::path::Path;
use std::ptr;

use dlopt_sys as sys;

use crate::error::{c_text, check};
use crate::{panics, Error, Optimizer, Result, Scaler, Status};

/// Told every few megabytes how many bytes of how many are done; false calls off.
type Progress<'a> = dyn FnMut(u64, u64) -> bool + 'a;

/// What a save may be told.
#[derive(Default)]
#[must_use = "options do nothing by themselves"]
pub struct Save<'a> {
    scaler: Option<&'a Scaler>,
    progress: Option<&'a mut Progress<'a>>,
}

impl<'a> Save<'a> {
    /// Without options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Saves a scaler with the optimizer.
    pub fn scaler(mut self, scaler: &'a Scaler) -> Self {
        self.scaler = Some(scaler);
        self
    }

    /// Tells how many bytes of how many are done; false calls off.
    pub fn progress(mut self, progress: &'a mut Progress<'a>) -> Self {
        self.progress = Some(progress);
        self
    }

    fn desc(&mut self) -> sys::dlopt_save_desc {
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_save_desc_init(desc, size) });
        desc.scaler = self.scaler.map_or(ptr::null_mut(), Scaler::raw);
        if let Some(told) = &mut self.progress {
            desc.progress = Some(progress);
            desc.progress_user = told as *mut &mut Progress<'a> as *mut c_void;
        }
        desc
    }
}

/// What a load may be told.
#[derive(Default)]
#[must_use = "options do nothing by themselves"]
pub struct Load<'a> {
    flags: u32,
    scaler: Option<&'a mut Scaler>,
    progress: Option<&'a mut Progress<'a>>,
    renames: Vec<(&'a str, &'a str)>,
    pieces: Vec<Piece<'a>>,
}

/// Rows of a parameter of the checkpoint that become rows of one here.
struct Piece<'a> {
    from: &'a str,
    to: &'a str,
    from_row: i64,
    to_row: i64,
    rows: i64,
}

impl Piece<'_> {
    /// Its names, which must live as long as what C is given, and that.
    fn raw(&self) -> Result<([CString; 2], sys::dlopt_load_piece)> {
        let names = [c_text("pieces", self.from)?, c_text("pieces", self.to)?];
        let mut piece = crate::initialised(|piece, size| unsafe { sys::dlopt_load_piece_init(piece, size) });
        (piece.from, piece.to) = (names[0].as_ptr(), names[1].as_ptr());
        (piece.from_row, piece.to_row, piece.rows) = (self.from_row, self.to_row, self.rows);
        Ok((names, piece))
    }
}

impl<'a> Load<'a> {
    /// Without options.
    pub fn new() -> Self {
        Self::default()
    }

    fn flag(mut self, flag: u32) -> Self {
        self.flags |= flag;
        self
    }

    /// Declares parameters of the checkpoint that are not declared.
    pub fn declare(self) -> Self {
        self.flag(sys::DLOPT_LOAD_DECLARE)
    }

    /// Declared parameters and wrappers that the checkpoint has not got keep what they have.
    pub fn partial(self) -> Self {
        self.flag(sys::DLOPT_LOAD_PARTIAL)
    }

    /// Leaves out what nobody declared.
    pub fn extra(self) -> Self {
        self.flag(sys::DLOPT_LOAD_EXTRA)
    }

    /// What was set stays the optimizer's own: hyper-parameters, schedules, groups, factors.
    pub fn keep_configuration(self) -> Self {
        self.flag(sys::DLOPT_LOAD_KEEP_CONFIGURATION)
    }

    /// States may hold NaN and infinities.
    pub fn nonfinite(self) -> Self {
        self.flag(sys::DLOPT_LOAD_NONFINITE)
    }

    /// A scaler that becomes what was saved.
    pub fn scaler(mut self, scaler: &'a mut Scaler) -> Self {
        self.scaler = Some(scaler);
        self
    }

    /// A parameter of the checkpoint that is declared under another name here.
    pub fn rename(mut self, from: &'a str, to: &'a str) -> Self {
        self.renames.push((from, to));
        self
    }

    /// Rows of the parameter `from` of the checkpoint, from `from_row` on, become those of `to` from `to_row` on. All pieces of a parameter
    /// here must have each of its rows once.
    pub fn piece(mut self, from: &'a str, to: &'a str, from_row: i64, to_row: i64, rows: i64) -> Self {
        self.pieces.push(Piece {
            from,
            to,
            from_row,
            to_row,
            rows,
        });
        self
    }

    /// Tells how many bytes of how many are done; false calls off.
    pub fn progress(mut self, progress: &'a mut Progress<'a>) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Makes a call with what C is given of it.
    fn with(&mut self, call: impl FnOnce(&sys::dlopt_load_desc) -> i32) -> Result<()> {
        let texts = |names: Vec<&str>| {
            names
                .into_iter()
                .map(|name| c_text("renames", name))
                .collect::<Result<Vec<CString>>>()
        };
        let from = texts(self.renames.iter().map(|rename| rename.0).collect())?;
        let to = texts(self.renames.iter().map(|rename| rename.1).collect())?;
        let pointers = |texts: &[CString]| texts.iter().map(|text| text.as_ptr()).collect::<Vec<*const c_char>>();
        let (from_list, to_list) = (pointers(&from), pointers(&to));
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_load_desc_init(desc, size) });
        desc.flags = self.flags;
        desc.scaler = self.scaler.as_ref().map_or(ptr::null_mut(), |scaler| scaler.raw());
        (desc.rename_from, desc.rename_to, desc.n_renames) = (from_list.as_ptr(), to_list.as_ptr(), from_list.len());
        let named = self.pieces.iter().map(Piece::raw).collect::<Result<Vec<_>>>()?;
        let pieces: Vec<_> = named.iter().map(|(_, piece)| *piece).collect();
        (desc.pieces, desc.n_pieces) = (pieces.as_ptr(), pieces.len());
        if let Some(told) = &mut self.progress {
            desc.progress = Some(progress);
            desc.progress_user = told as *mut &mut Progress<'a> as *mut c_void;
        }
        let status = call(&desc);
        panics::resume();
        check(status)
    }
}

/// A stream of the program, and what went wrong with it.
pub(crate) struct Stream<S> {
    stream: S,
    error: Option<io::Error>,
}

impl<S> Stream<S> {
    pub(crate) fn new(stream: S) -> Self {
        Stream { stream, error: None }
    }

    /// Makes a call on the stream, as often as it is interrupted. -1: it failed, or panicked.
    pub(crate) fn call(&mut self, mut call: impl FnMut(&mut S) -> io::Result<usize>) -> i64 {
        let mut moved = -1;
        panics::keep(|| loop {
            match call(&mut self.stream) {
                Ok(count) => moved = count as i64,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => self.error = Some(error),
            }
            break;
        });
        moved
    }

    /// The outcome of the library's call, with what the stream had to say.
    pub(crate) fn outcome(self, outcome: Result<()>) -> Result<()> {
        match (outcome, self.error) {
            (Err(error), Some(cause)) => Err(Error::new(error.status(), format!("{error}: {cause}"))),
            (outcome, _) => outcome,
        }
    }
}

// `user` of these three is what their call has on its stack.

unsafe extern "C" fn write(user: *mut c_void, bytes: *const c_void, n: usize) -> i64 {
    let sink = &mut *(user as *mut Stream<&mut dyn Write>);
    let bytes = std::slice::from_raw_parts(bytes.cast(), n);
    sink.call(|stream| stream.write(bytes))
}

unsafe extern "C" fn read(user: *mut c_void, to: *mut c_void, n: usize) -> i64 {
    let source = &mut *(user as *mut Stream<&mut dyn Read>);
    ptr::write_bytes(to.cast::<u8>(), 0, n); // a reader may look at what it is to fill
    let to = std::slice::from_raw_parts_mut(to.cast(), n);
    source.call(|stream| stream.read(to))
}

unsafe extern "C" fn progress(user: *mut c_void, done: u64, total: u64) -> i32 {
    let told = &mut *(user as *mut &mut Progress<'_>);
    let mut go_on = false;
    panics::keep(|| go_on = told(done, total));
    i32::from(!go_on)
}

pub(crate) fn path_text(path: &Path) -> Result<CString> {
    let unknown = || Error::new(Status::InvalidArgument, format!("path: got {path:?}, wanted UTF-8"));
    c_text("path", path.to_str().ok_or_else(unknown)?)
}

/// Makes a `Result` of a call that may have called back.
fn checked(status: i32) -> Result<()> {
    panics::resume();
    check(status)
}

impl Optimizer<'_> {
    /// Writes a checkpoint to a stream. The optimizer stays as it is; the stream may have received some of it after an error.
    pub fn save(&self, sink: &mut dyn Write, mut options: Save<'_>) -> Result<()> {
        let mut stream = Stream::new(sink);
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_sink_init(desc, size) });
        desc.write = Some(write);
        desc.user = &mut stream as *mut Stream<&mut dyn Write> as *mut c_void;
        let outcome = checked(unsafe { sys::dlopt_optimizer_save_bytes(self.raw(), &desc, &options.desc()) });
        stream.outcome(outcome)
    }

    /// How many bytes a checkpoint takes now.
    pub fn save_size(&self, mut options: Save<'_>) -> Result<usize> {
        let mut bytes = 0;
        check(unsafe { sys::dlopt_optimizer_save_size(self.raw(), &mut bytes, &options.desc()) })?;
        Ok(bytes)
    }

    /// Writes a checkpoint to a block of memory; returns its size.
    pub fn save_block(&self, block: &mut [u8], mut options: Save<'_>) -> Result<usize> {
        let mut used = 0;
        let (data, room) = (block.as_mut_ptr().cast(), block.len());
        checked(unsafe { sys::dlopt_optimizer_save_block(self.raw(), data, room, &mut used, &options.desc()) })?;
        Ok(used)
    }

    /// Writes a checkpoint to a file so that there is always a whole one under that name, whatever happens.
    pub fn save_file(&self, path: impl AsRef<Path>, mut options: Save<'_>) -> Result<()> {
        let path = path_text(path.as_ref())?;
        checked(unsafe { sys::dlopt_optimizer_save_file(self.raw(), path.as_ptr(), &options.desc()) })
    }

    /// Loads a checkpoint from a stream, which is read to its end: all of it, or nothing. Parameters are found by name, and nothing is cast.
    pub fn load(&mut self, source: &mut dyn Read, mut options: Load<'_>) -> Result<()> {
        let mut stream = Stream::new(source);
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_source_init(desc, size) });
        desc.read = Some(read);
        desc.user = &mut stream as *mut Stream<&mut dyn Read> as *mut c_void;
        let outcome = options.with(|load| unsafe { sys::dlopt_optimizer_load_bytes(self.raw(), &desc, load) });
        self.after_load(stream.outcome(outcome))
    }

    /// Loads a checkpoint from a block of memory.
    pub fn load_block(&mut self, block: &[u8], mut options: Load<'_>) -> Result<()> {
        let (data, bytes) = (block.as_ptr().cast(), block.len());
        let outcome = options.with(|load| unsafe { sys::dlopt_optimizer_load_block(self.raw(), data, bytes, load) });
        self.after_load(outcome)
    }

    /// Loads a checkpoint from a file.
    pub fn load_file(&mut self, path: impl AsRef<Path>, mut options: Load<'_>) -> Result<()> {
        let path = path_text(path.as_ref())?;
        let outcome = options.with(|load| unsafe { sys::dlopt_optimizer_load_file(self.raw(), path.as_ptr(), load) });
        self.after_load(outcome)
    }

    /// A load may have added parameters and wrappers.
    fn after_load(&mut self, outcome: Result<()>) -> Result<()> {
        self.averages = self.count_averages();
        self.scratch.reserve(self.param_count());
        outcome
    }
}
