#!/bin/sh
# Compiles the sample shop with nothing but a JDK into target/shop/shop.jar and the library next to it.
set -eu
cd "$(dirname "$0")/../../.."
sources=src/example/shop
out=target/shop
# The same bytes each time: then the image has the same digest, and nothing is pushed twice.
date=--date=2026-01-01T00:00:00Z
rm -rf "$out"
mkdir -p "$out/lib"
javac --release 17 -d "$out/catalog" "$sources"/catalog/shop/catalog/*.java
jar --create $date --file "$out/lib/catalog.jar" -C "$out/catalog" .
javac --release 17 -cp "$out/lib/catalog.jar" -d "$out/classes" "$sources"/app/shop/*.java
jar --create $date --file "$out/shop.jar" --manifest "$sources/MANIFEST.MF" -C "$out/classes" .
echo "$out/shop.jar and $out/lib/catalog.jar are ready"
