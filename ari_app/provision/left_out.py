"""Which of the packages that Asterisk's package asks for the private Asterisk does without.

Named are those that only maintainer scripts, interactive tools or modules we never load need. Whatever is
not named is taken, so that a new or renamed library is fetched and never missed. Should one of these be
needed after all, the set-up notices (Asterisk does not start) and takes all packages.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

_INSTALLING = """
    adduser base-passwd passwd login* debconf libdebconfclient0 perl* libperl* libgdbm* libdb5* libpam*
    libsemanage* libsepol* libaudit* libcap-ng0 libselinux1 libpcre2* libacl1 libbz2* tzdata readline-common
    libreadline* gcc-*-base libc-gconv-modules-extra
"""
_SIGNING = """
    gnupg* gpg* dirmngr pinentry* libassuan* libgcrypt* libgpg* libksba* libnpth* libgnutls* libnettle*
    libhogweed* libgmp10 libp11* libtasn1* libffi* libidn2* libunistring* openssl-provider-legacy
"""
_DATABASES_AND_DIRECTORIES = """
    libodbc* libltdl* libsybdb* freetds* libpq5 libldap* libsasl* libradcli* libkrb* libk5* libgssapi*
    libkeyutils* libcom-err2
"""
_WEB_CALENDAR_CHAT = """
    libcurl* libngtcp2* libnghttp* libpsl* libssh2* libbrotli* libical* libicu* libneon* libgmime* libglib*
    libmount1 libblkid1 libiksemel* libunbound* libevent* libjwt* libb64* libntlm*
"""
_HARDWARE_AND_MONITORING = """
    libsnmp* libsensors* libpci3 pci.ids libnl-* libudev1 libwrap0 libjack* libsamplerate* libresample*
    libportaudio* libasound2*
"""
_FAX_AND_FORMATS = """
    libspandsp* libtiff* libjpeg* libjbig* liblerc* libwebp* libsharpyuv* libdeflate* libcodec2*
    libopencore* libvo-amr* libogg0 libvorbis* libopusfile* libopusenc* libatomic1 liblua*
"""
LEFT_OUT = (
    _INSTALLING
    + _SIGNING
    + _DATABASES_AND_DIRECTORIES
    + _WEB_CALENDAR_CHAT
    + _HARDWARE_AND_MONITORING
    + _FAX_AND_FORMATS
).split()


def is_left_out(package: str) -> bool:
    """Whether the private Asterisk does without a package."""
    return any(fnmatchcase(package, pattern) for pattern in LEFT_OUT)
