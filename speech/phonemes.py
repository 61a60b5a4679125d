"""English to IPA through a call into libespeak-ng, for Coqui's tokenizer.

Coqui's own `ESpeak` phonemizer starts a process per clause (40 ms); a library call takes 0.3 ms.
The library and its data come from the package `espeakng-loader`. espeak-ng keeps its state in
globals: one thread at a time.

In one case the two differ: where no word of a clause is stressed (a "What?" on its own) the program
stresses one for its own intonation. Piper, whose voices were trained with the library, does not.
"""

from __future__ import annotations

import ctypes
import re

import espeakng_loader
from TTS.tts.utils.text.phonemizers.base import BasePhonemizer

# speak_lib.h: espeak_Initialize's AUDIO_OUTPUT_SYNCHRONOUS and espeakINITIALIZE_DONT_EXIT,
# espeak_TextToPhonemes' UTF-8 text mode and IPA phoneme mode.
_SYNCHRONOUS, _DONT_EXIT, _UTF8, _IPA = 2, 0x8000, 1, 0x02
_LANGUAGE_FLAG = re.compile(r"\(.+?\)")


class LibraryPhonemizer(BasePhonemizer):  # type: ignore[misc]
    """Coqui's `ESpeak` without its processes; punctuation is kept."""

    def __init__(self, language: str):
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._library.espeak_Info.restype = ctypes.c_char_p
        data = espeakng_loader.get_data_path().encode()
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT) <= 0:
            raise RuntimeError("libespeak-ng does not initialize; reinstall espeakng-loader")
        super().__init__(language, keep_puncs=True)

    @staticmethod
    def name() -> str:
        return "espeak-ng library"

    @classmethod
    def is_available(cls) -> bool:
        return True  # the package is a dependency of ours

    def is_supported_language(self, language: str) -> bool:
        """Selects the language's voice: what the library accepts it also has."""
        return bool(self._library.espeak_SetVoiceByName(language.encode()) == 0)

    @staticmethod
    def supported_languages() -> dict[str, str]:
        return {}  # asked of the library, one by one, by is_supported_language

    def version(self) -> str:
        return str(self._library.espeak_Info(None).decode().split()[0])

    def _phonemize(self, text: str, separator: str = "") -> str:
        """The clauses' phonemes; espeak-ng hands back one clause a call and NULL at the end."""
        rest = ctypes.pointer(ctypes.c_char_p(text.encode()))
        clauses = []
        while rest.contents.value is not None:
            clause = self._library.espeak_TextToPhonemes(rest, _UTF8, _IPA)
            clauses.append(_LANGUAGE_FLAG.sub("", clause.decode()).strip())
        return " ".join(filter(None, clauses))
