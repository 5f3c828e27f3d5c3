//! What a map file holds, whatever its format: things with a geometry and some texts, each with its number in the file.

use super::xml::{Piece, Pieces, attribute};
use crate::domain::geo::Point;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A map file read as far as it is one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MapFile {
    pub name: String,
    /// Who made it, under which licence.
    pub source: String,
    pub features: Vec<Feature>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its place in the file, from 1.
    pub row: usize,
    /// Texts by name in lower case, trimmed; numbers and yes or no as they are written.
    pub texts: BTreeMap<String, String>,
    pub geometry: Geometry,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    Point(Point),
    Lines(Vec<Vec<Point>>),
    /// The outer rings, and how many inner ones were left out.
    Areas {
        rings: Vec<Vec<Point>>,
        holes: usize,
    },
    /// The file says that it is nowhere: a thing that is known by its name alone.
    Nowhere,
    /// Why it cannot be used.
    Bad(BadGeometry),
}

#[derive(Debug, Clone, PartialEq)]
pub enum BadGeometry {
    Missing,
    /// A kind that means nothing here.
    Kind(String),
    /// A pair of numbers that is no place on the globe; the second is the pair the other way round, if that is one.
    OffTheGlobe {
        written: String,
        swapped: bool,
    },
}

impl Feature {
    /// The first text that is there under one of the names.
    #[must_use]
    pub fn text(&self, names: &[&str]) -> &str {
        names.iter().find_map(|name| self.texts.get(*name)).map_or("", String::as_str)
    }

    /// Every point of its geometry.
    pub fn points(&self) -> Box<dyn Iterator<Item = Point> + '_> {
        match &self.geometry {
            Geometry::Point(point) => Box::new(std::iter::once(*point)),
            Geometry::Lines(lines) | Geometry::Areas { rings: lines, .. } => Box::new(lines.iter().flatten().copied()),
            Geometry::Nowhere | Geometry::Bad(_) => Box::new(std::iter::empty()),
        }
    }
}

/// Reads GeoJSON (RFC 7946): a collection, one feature, or a bare geometry. The error is the reader's own words.
pub fn read_geojson(text: &str) -> Result<MapFile, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Value::Object(root) = root else { return Err("no object".into()) };
    let about = |key: &str| root.get(key).map(plain).unwrap_or_default();
    let source: Vec<String> =
        [about("attribution"), about("license")].into_iter().filter(|text| !text.is_empty()).collect();
    let mut file = MapFile { name: about("name"), source: source.join(", "), features: Vec::new() };
    match root.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => {
            let Some(Value::Array(features)) = root.get("features") else { return Err("no features".into()) };
            for (row, feature) in (1..).zip(features) {
                file.features.push(feature_of(row, feature.as_object()));
            }
        }
        Some("Feature") => file.features.push(feature_of(1, Some(&root))),
        Some(_) => {
            let geometry = geometry_of(Some(&Value::Object(root)));
            file.features.push(Feature { row: 1, texts: BTreeMap::new(), geometry });
        }
        None => return Err("no type".into()),
    }
    Ok(file)
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => String::new(),
    }
}

fn feature_of(row: usize, feature: Option<&Map<String, Value>>) -> Feature {
    let properties = feature.and_then(|feature| feature.get("properties")).and_then(Value::as_object);
    let texts = properties.into_iter().flatten().map(|(name, value)| (name.to_lowercase(), plain(value)));
    Feature {
        row,
        texts: texts.filter(|(_, text)| !text.is_empty()).collect(),
        geometry: geometry_of(feature.and_then(|feature| feature.get("geometry"))),
    }
}

fn geometry_of(value: Option<&Value>) -> Geometry {
    let geometry = match value {
        Some(Value::Object(geometry)) => geometry,
        Some(Value::Null) => return Geometry::Nowhere,
        _ => return Geometry::Bad(BadGeometry::Missing),
    };
    let kind = geometry.get("type").and_then(Value::as_str).unwrap_or_default();
    let Some(coordinates) = geometry.get("coordinates") else {
        return Geometry::Bad(if kind.is_empty() { BadGeometry::Missing } else { BadGeometry::Kind(kind.to_owned()) });
    };
    let read = || match kind {
        "Point" => point_of(coordinates).map(Geometry::Point),
        "LineString" => line_of(coordinates).map(|line| Geometry::Lines(vec![line])),
        "MultiLineString" => each(coordinates, line_of).map(Geometry::Lines),
        "Polygon" => each(coordinates, line_of).map(|rings| outer(vec![rings])),
        "MultiPolygon" => each(coordinates, |rings| each(rings, line_of)).map(outer),
        other => Err(BadGeometry::Kind(other.to_owned())),
    };
    read().unwrap_or_else(Geometry::Bad)
}

fn outer(areas: Vec<Vec<Vec<Point>>>) -> Geometry {
    let holes = areas.iter().map(|rings| rings.len().saturating_sub(1)).sum();
    Geometry::Areas { rings: areas.into_iter().filter_map(|rings| rings.into_iter().next()).collect(), holes }
}

fn each<T>(value: &Value, read: impl Fn(&Value) -> Result<T, BadGeometry>) -> Result<Vec<T>, BadGeometry> {
    value.as_array().ok_or(BadGeometry::Missing)?.iter().map(read).collect()
}

fn line_of(value: &Value) -> Result<Vec<Point>, BadGeometry> {
    each(value, point_of)
}

/// Longitude comes first in GeoJSON. A height behind it is passed over.
fn point_of(value: &Value) -> Result<Point, BadGeometry> {
    let pair = value.as_array().ok_or(BadGeometry::Missing)?;
    let number = |index: usize| pair.get(index).and_then(Value::as_f64).ok_or(BadGeometry::Missing);
    let (lon, lat) = (number(0)?, number(1)?);
    Point::new(lat, lon).ok_or_else(|| BadGeometry::OffTheGlobe {
        written: format!("{lon}, {lat}"),
        swapped: Point::new(lon, lat).is_some(),
    })
}

/// Reads GPX (1.0 and 1.1): tracks and routes are lines, waypoints are points. No other part of the file is looked at.
pub fn read_gpx(text: &str) -> Result<MapFile, String> {
    let mut file = MapFile::default();
    let mut pieces = Pieces::of(text.strip_prefix('\u{feff}').unwrap_or(text));
    // What is being read: how deep its tag stands, and what it has shown of itself.
    let mut open: Option<(usize, Feature)> = None;
    let mut said = String::new();
    let mut is_gpx = false;
    while let Some(piece) = pieces.step()? {
        let depth = pieces.path().len();
        match piece {
            Piece::Open { name: "gpx", .. } if depth == 1 => is_gpx = true,
            Piece::Open { name: name @ ("trk" | "rte" | "wpt"), attributes } if open.is_none() => {
                let geometry = match name {
                    "wpt" => gpx_point(attributes).map_or_else(Geometry::Bad, Geometry::Point),
                    "rte" => Geometry::Lines(vec![Vec::new()]),
                    _ => Geometry::Lines(Vec::new()),
                };
                open = Some((depth, Feature { row: file.features.len() + 1, texts: BTreeMap::new(), geometry }));
            }
            Piece::Open { name, attributes } => {
                said.clear();
                if let Some((_, feature)) = &mut open
                    && let Geometry::Lines(lines) = &mut feature.geometry
                {
                    match (name, lines.last_mut()) {
                        ("trkseg", _) => lines.push(Vec::new()),
                        ("trkpt" | "rtept", Some(line)) => match gpx_point(attributes) {
                            Ok(point) => line.push(point),
                            Err(bad) => feature.geometry = Geometry::Bad(bad),
                        },
                        _ => {}
                    }
                }
            }
            Piece::Text(text) => said.push_str(&text),
            Piece::Close { name } => {
                // Points of a track may carry names of their own: only what stands right below the whole is its own.
                let own = open.as_mut().filter(|(tag, _)| depth == *tag);
                if let (Some((_, feature)), "name" | "desc" | "type" | "sym" | "cmt") = (own, name)
                    && !said.trim().is_empty()
                {
                    feature.texts.entry(name.to_owned()).or_insert_with(|| said.trim().to_owned());
                }
                file.features.extend(open.take_if(|(tag, _)| depth < *tag).map(|(_, feature)| feature));
                said.clear();
            }
        }
    }
    if is_gpx { Ok(file) } else { Err("no gpx".into()) }
}

fn gpx_point(attributes: &str) -> Result<Point, BadGeometry> {
    let number = |name: &str| attribute(attributes, name).and_then(|text| text.trim().parse::<f64>().ok());
    let (Some(lat), Some(lon)) = (number("lat"), number("lon")) else { return Err(BadGeometry::Missing) };
    Point::new(lat, lon).ok_or_else(|| BadGeometry::OffTheGlobe {
        written: format!("{lat}, {lon}"),
        swapped: Point::new(lon, lat).is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn geojson_is_read_whole_and_each_fault_stands_in_its_row() {
        let text = r#"{"type":"FeatureCollection","name":"Site","license":"CC BY","features":[
            {"type":"Feature","properties":{"Name":" Gate 4 ","detail":1},"geometry":{"type":"Point","coordinates":[24.9,60.1,12]}},
            {"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[[24.9,60.1],[24.91,60.1]]}},
            {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[0,0]],[[0.1,0.1],[0.1,0.2],[0.2,0.2],[0.1,0.1]]]}},
            {"type":"Feature","properties":{},"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[60.1,124.9]}},
            {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[]}},
            7
        ]}"#;
        let file = read_geojson(text).expect("a collection");
        assert_eq!((file.name.as_str(), file.source.as_str()), ("Site", "CC BY"));
        assert_eq!(file.features[0].text(&["title", "name"]), "Gate 4");
        assert_eq!(file.features[0].text(&["detail"]), "1");
        let kinds: Vec<&Geometry> = file.features.iter().map(|feature| &feature.geometry).collect();
        assert_eq!(kinds[0], &Geometry::Point(Point { lat: 60.1, lon: 24.9 }));
        assert!(matches!(kinds[1], Geometry::Lines(lines) if lines[0].len() == 2));
        assert!(matches!(kinds[2], Geometry::Areas { rings, holes: 1 } if rings.len() == 1));
        assert_eq!(kinds[3], &Geometry::Nowhere);
        assert!(matches!(kinds[4], Geometry::Bad(BadGeometry::OffTheGlobe { swapped: true, .. })));
        assert_eq!(kinds[5], &Geometry::Bad(BadGeometry::Kind("GeometryCollection".into())));
        assert_eq!(kinds[6], &Geometry::Bad(BadGeometry::Missing));
        assert!(read_geojson("{}").is_err() && read_geojson("[1]").is_err() && read_geojson("{\"type\":").is_err());
        assert_eq!(read_geojson(r#"{"type":"Point","coordinates":[1,2]}"#).expect("bare").features.len(), 1);
    }

    #[test]
    fn gpx_gives_tracks_routes_and_waypoints() {
        let text = r#"<?xml version="1.0"?><gpx version="1.1"><metadata><name>Day</name></metadata>
            <!-- <wpt lat="1" lon="1"></wpt> -->
            <wpt lat="60.1" lon="24.9"><name>Aid &amp; water</name><sym>Flag</sym></wpt>
            <wpt lon='24.8' lat='60.2'/>
            <trk><name>Course</name><trkseg><trkpt lat="60.1" lon="24.9"><ele>3</ele></trkpt><trkpt lat="60.2" lon="24.9"/></trkseg>
            <trkseg><trkpt lat="60.3" lon="24.9"/></trkseg></trk>
            <rte><rtept lat="1" lon="2"><name>a</name></rtept><rtept lat="200" lon="2"/></rte></gpx>"#;
        let file = read_gpx(text).expect("gpx");
        assert_eq!(file.features.len(), 4);
        assert_eq!(file.features[0].text(&["name"]), "Aid & water");
        assert_eq!(file.features[1].geometry, Geometry::Point(Point { lat: 60.2, lon: 24.8 }));
        assert!(
            matches!(&file.features[2].geometry, Geometry::Lines(lines) if lines.len() == 2 && lines[0].len() == 2)
        );
        assert!(matches!(file.features[3].geometry, Geometry::Bad(BadGeometry::OffTheGlobe { .. })));
        assert_eq!(file.features[3].text(&["name"]), "", "the name of a point is not the route's");
        assert!(read_gpx("<kml></kml>").is_err() && read_gpx("<gpx><trk></gpx>").is_err());
    }

    /// What programs write that put texts into CDATA, know signs by number, and give every tag a prefix.
    #[test]
    fn gpx_is_read_from_any_program() {
        let text = "<?xml version=\"1.0\"?>\n<g:gpx xmlns:g='http://www.topografix.com/GPX/1/1'>
            <g:wpt lat='60.1' lon='24.9'><g:name> <![CDATA[Aid <1> & water]]> </g:name>
            <g:extensions><g:name>inner</g:name><g:desc>inner</g:desc></g:extensions></g:wpt>
            <g:trk><g:trkseg><g:trkpt lat='60.1' lon='24.9'><g:name>start</g:name></g:trkpt><g:trkpt lat='60.2' lon='24.9'/></g:trkseg>
            <g:name>Caf&#233; run</g:name></g:trk></g:gpx>";
        let file = read_gpx(text).expect("gpx");
        assert_eq!(file.features[0].text(&["name"]), "Aid <1> & water");
        assert_eq!(file.features[0].text(&["desc"]), "");
        assert_eq!(file.features[1].text(&["name"]), "Café run");
        assert!(matches!(&file.features[1].geometry, Geometry::Lines(lines) if lines[0].len() == 2));
    }
}
