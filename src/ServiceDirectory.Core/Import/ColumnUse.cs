namespace ServiceDirectory.Core.Import;

/// <summary>What a column of somebody's list is used for.</summary>
public enum ColumnUse
{
    /// <summary>Not read. What nobody knows is left out until somebody says what it is.</summary>
    LeftOut,

    /// <summary>Names of people: never read, and said so.</summary>
    Person,

    /// <summary>The code of an entry, as our own export writes it.</summary>
    Code,

    /// <summary>Whatever the list itself calls a row by, so that it is known again.</summary>
    Reference,

    Name,

    OtherName,

    Provider,

    /// <summary>What kind of place it is, or who runs it.</summary>
    Kind,

    /// <summary>What it helps with.</summary>
    Needs,

    Summary,

    Description,

    Street,

    PostalCode,

    Town,

    /// <summary>GeoNames id of the town, as our own export writes it.</summary>
    PlaceNumber,

    Country,

    Phone,

    Website,

    Email,

    Languages,

    Cost,

    Hours,

    /// <summary>For the organisation alone; no part of the entry.</summary>
    Note,
}
